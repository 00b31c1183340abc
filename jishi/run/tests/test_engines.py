"""The embedded engines on real folders: start, keep, recover, refuse."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import valkey

from jishi.run.embedded.places import SOCKET_LIMIT, socket_folder
from jishi.run.embedded.programs import MINIMUM, find_programs
from jishi.run.embedded.spawn import wait_until
from jishi.run.engines import (
    EngineUrls,
    embedded_engines,
    end_leftover,
    running_engines,
    started,
)
from jishi.run.errors import AlreadyRunning, CredentialsLost, EngineOtherMajor, RunError

HOLDER = """
import sys, time
from pathlib import Path
from jishi.run.engines import running_engines
with running_engines(Path(sys.argv[1]), command="jishi up") as urls:
    print(urls.owner_url, urls.valkey_url, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def var():
    with tempfile.TemporaryDirectory(prefix="jr") as folder:
        yield Path(folder)


def one(url: str, text: str):
    with psycopg.connect(url) as db:
        row = db.execute(text).fetchone()
        return row and row[0]


def alive_in(folder: Path) -> list[int]:
    """Processes of this machine that work under the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                place = os.readlink(entry / "cwd")
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if Path(place).is_relative_to(folder.resolve()) and state != "Z":
                found.append(int(entry.name))
    return found


def test_data_stays_and_nothing_runs_after_the_block(var):
    with running_engines(var) as urls:
        with psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE TABLE kept (a int)")
        with psycopg.connect(urls.database_url) as db:
            db.execute("INSERT INTO kept VALUES (7)")
        valkey.from_url(urls.valkey_url).set("kept", "7")
        assert alive_in(var)
    assert not alive_in(var)
    with running_engines(var) as urls:
        assert one(urls.database_url, "SELECT a FROM kept") == 7
        assert valkey.from_url(urls.valkey_url).get("kept") == b"7"


def test_the_application_owns_nothing(var):
    with running_engines(var) as urls:
        assert one(urls.database_url, "SELECT current_user") == "jishi_app"
        assert one(urls.owner_url, "SELECT current_user") == "jishi"
        with psycopg.connect(urls.database_url) as db, pytest.raises(psycopg.Error) as caught:
            db.execute("CREATE TABLE mine (a int)")
        assert caught.value.sqlstate == "42501"
        assert (
            one(urls.owner_url, "SELECT rolsuper FROM pg_roles WHERE rolname='jishi_app'") is False
        )
        assert one(urls.owner_url, "SHOW listen_addresses") == ""


def test_both_engines_ask_for_a_password(var):
    with running_engines(var) as urls:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(urls.database_url.replace("jishi_app:", "jishi_app:x"))
        client = valkey.Valkey(unix_socket_path=urls.valkey_url[7:].split("?")[0])
        with pytest.raises(valkey.exceptions.AuthenticationError):
            client.ping()
    assert (var / "credentials.json").stat().st_mode & 0o777 == 0o600


def test_valkey_forgets_nothing(var):
    with running_engines(var) as urls:
        client = valkey.from_url(urls.valkey_url)
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("appendonly")["appendonly"] == "yes"


def test_killed_holder_leaves_no_engine_and_the_next_start_works(var):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(var)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    owner_url, valkey_url = holder.stdout.readline().split()
    with psycopg.connect(owner_url) as db:
        db.execute("CREATE TABLE committed AS SELECT 1 AS a")
    valkey.from_url(valkey_url).xadd("stream", {"a": "1"})
    with pytest.raises(AlreadyRunning, match=f"process {holder.pid}"), running_engines(var):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with running_engines(var) as urls:
        assert one(urls.owner_url, "SELECT a FROM committed") == 1
        assert valkey.from_url(urls.valkey_url).xlen("stream") == 1
    assert wait_until(lambda: not alive_in(var), 20)


def test_killed_engines_recover(var):
    with running_engines(var) as urls:
        with psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE TABLE survived AS SELECT 2 AS a")
        client = valkey.from_url(urls.valkey_url)
        client.set("survived", "2")
        client.execute_command("WAITAOF", 1, 0, 1000)
        for pid in alive_in(var):
            if (Path("/proc") / str(pid) / "stat").read_text().split(")")[1].split()[1] == str(
                os.getpid()
            ):
                os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not alive_in(var), 20)
    with running_engines(var) as urls:
        assert one(urls.owner_url, "SELECT a FROM survived") == 2
        assert valkey.from_url(urls.valkey_url).get("survived") == b"2"


def test_pid_file_of_a_stranger_does_not_stop_the_start(var):
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getppid()}\n{var / 'postgres'}\n")
    postgres = embedded_engines(var).postgres
    assert postgres is not None
    assert end_leftover(postgres) == []
    assert "stale postmaster.pid" in postgres.prepare()[0]
    with running_engines(var) as urls:
        assert one(urls.owner_url, "SELECT 1") == 1


def test_data_of_another_major_is_refused_and_kept(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    (tmp_path / "credentials.json").write_text('{"owner": "a", "app": "b", "valkey": "c"}')
    with pytest.raises(EngineOtherMajor, match=r"PostgreSQL 12.*backup"), running_engines(tmp_path):
        pass
    assert (data / "PG_VERSION").read_text() == "12\n"


def test_valkey_data_of_a_newer_major_is_refused(tmp_path):
    (tmp_path / "valkey").mkdir()
    (tmp_path / "valkey" / "VERSION").write_text("99")
    with pytest.raises(EngineOtherMajor, match="Valkey 99"), running_engines(tmp_path):
        pass


def test_lost_credentials_are_said(tmp_path):
    (tmp_path / "postgres").mkdir()
    with pytest.raises(CredentialsLost, match=r"credentials\.json is gone"):
        embedded_engines(tmp_path)


def test_old_postgres_on_the_path_is_passed_over(tmp_path, monkeypatch):
    for name in ("postgres", "initdb", "pg_dump"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.4'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert find_programs().major >= MINIMUM
    assert find_programs().folder != tmp_path


def test_new_postgres_on_the_path_is_used_first(tmp_path, monkeypatch):
    for name in ("postgres", "initdb", "pg_dump"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.2'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert find_programs().folder == tmp_path
    made_by_18 = tmp_path / "data"
    made_by_18.mkdir()
    (made_by_18 / "PG_VERSION").write_text("18\n")
    assert find_programs(made_by_18).major == 18


@pytest.mark.parametrize("name", ["x" * 120, "集市 a,b'c"])
def test_any_folder_name_gets_a_usable_socket(tmp_path, name):
    folder = tmp_path / name
    with running_engines(folder, durable=False) as urls:
        assert one(urls.owner_url, "SELECT 1") == 1
        assert valkey.from_url(urls.valkey_url).ping()
        sockets = socket_folder(folder)
        assert (sockets / ".s.PGSQL.5432").is_socket()
        assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= SOCKET_LIMIT
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert not sockets.exists()


def test_every_error_is_one_line_that_can_be_filled():
    for error in RunError.__subclasses__():
        fields = [part.split("}")[0] for part in (error.__doc__ or "").split("{")[1:]]
        text = str(error(**dict.fromkeys(fields, "x")))
        assert "\n" not in text
        assert "{" not in text


def test_an_engine_given_by_address_is_not_started(short):
    engines = embedded_engines(short, but=["valkey"])
    assert [engine.name for engine in engines.in_order()] == ["postgres"]
    with started(engines, short):
        urls = engines.urls(EngineUrls("", "", "unix:///elsewhere"))
        assert urls.valkey_url == "unix:///elsewhere"
        assert one(urls.database_url, "SELECT 1") == 1
    assert not (short / "valkey").exists()
    nothing = embedded_engines(short / "none", but=["postgres", "valkey"])
    assert nothing.in_order() == []
    assert not (short / "none").exists()
