"""`jishi up` as a whole: the real processes, and every way in which they may fall."""

import json
import os
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from jishi.run.embedded.spawn import wait_until
from jishi.run.schema import fingerprint
from jishi.run.tests.conftest import clean_environment, free_port, processes_of, run_jishi

# Whole markets that are killed: minutes, so not among the quick tests.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def status_of(port: int) -> int | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def pids(var: Path) -> dict[str, int]:
    return json.loads((var / "run" / "processes.json").read_text())


def kill(var: Path, name: str) -> None:
    os.kill(pids(var)[name], signal.SIGKILL)


def test_a_market_starts_survives_and_stops(start, short):
    port = free_port()
    up = [sys.executable, "-m", "jishi", "up", "--no-demo", "--port", str(port)]
    env = clean_environment(short)

    # First start: makes the database, migrates, answers.
    first = start(up, env)
    first.wait_for(f"open http://localhost:{port}")
    assert "made a new PostgreSQL" in first.said
    assert "bringing the database up to date" in first.said
    assert status_of(port) is not None
    running = pids(short)
    assert {"postgres", "valkey", "web", "worker", "media"} <= set(running)

    # Others see it and use its engines.
    second = run_jishi(short, "up", "--port", str(port))
    assert second.returncode == 1
    assert f"in use by `jishi up` (process {first.process.pid})" in second.stderr
    refused = run_jishi(short, "restore", "nothing.tar")
    assert "in use by `jishi up`" in refused.stderr
    doctor = run_jishi(short, "doctor", JISHI_PORT=str(port), JISHI_FILES_PORT=str(port + 1))
    assert f"process {first.process.pid} runs it" in doctor.stdout
    assert "ok     schema" in doctor.stdout or "hint   schema" in doctor.stdout
    shown = run_jishi(short, "manage", "shell", "--no-imports", "-c",
                      "from django.db import connection as c; k = c.cursor();"
                      "k.execute('select current_user'); print(k.fetchone()[0])")  # fmt: skip
    assert shown.stdout.strip() == "jishi_app", shown.stderr

    for words in (("invariants",), ("ledger", "verify")):
        done = run_jishi(short, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "the chain holds" in done.stdout

    # Each falls alone and comes back; the market answers through the same address.
    for name in ("web", "postgres", "valkey", "worker"):
        before = pids(short)[name]
        kill(short, name)
        assert wait_until(lambda n=name, b=before: pids(short).get(n, b) != b, 60), first.said
    assert wait_until(lambda: (status_of(port) or 500) < 500, 60), first.said

    # The supervisor itself is killed: nobody stays, and the next start says so and works.
    first.stop(signal.SIGKILL)
    assert wait_until(lambda: processes_of(short) == {}, 20), processes_of(short)
    again = start(up, env)
    again.wait_for(f"open http://localhost:{port}")
    assert f"recovered: `jishi up` (process {first.process.pid})" in again.said
    assert "bringing the database" not in again.said
    assert again.stop(signal.SIGTERM) == 0
    assert "stopped" in again.said
    assert processes_of(short) == {}
    assert not (short / "run" / "engines.json").exists()


def test_second_start_is_cheap(start, short):
    """CPU of a second start, all processes together: what ≤ 5 s on an idle machine needs."""
    port = free_port()
    up = [sys.executable, "-m", "jishi", "up", "--no-demo", "--only", "web", "--port", str(port)]
    # The first is deceived about the schema: it must find out, and serve only afterwards.
    (short / "run").mkdir()
    (short / "run" / "schema").write_text(fingerprint())
    running = start(up, clean_environment(short))
    running.wait_for(f"open http://localhost:{port}")
    assert running.said.index("bringing the database up to date") < running.said.index("open http")
    assert running.stop() == 0
    running = start(up, clean_environment(short))
    running.wait_for(f"open http://localhost:{port}")
    assert "bringing the database" not in running.said
    hertz = os.sysconf("SC_CLK_TCK")
    spent = 0.0
    for pid in processes_of(short):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        spent += sum(map(int, fields[11:15])) / hertz
    running.stop()
    assert spent < 8.0


def test_engines_by_address_are_used_and_left_running(start, short):
    port = free_port()
    script = (
        "import sys, time; from pathlib import Path\n"
        "from jishi.run.engines import running_engines\n"
        "with running_engines(Path(sys.argv[1]), durable=False) as urls:\n"
        "    print(urls.database_url, urls.owner_url, urls.valkey_url, flush=True)\n"
        "    time.sleep(600)"
    )
    engines = start([sys.executable, "-c", script, str(short / "e")], clean_environment(short))
    engines.wait_for("unix://")
    database, owner, valkey = engines.lines[0].split()
    env = clean_environment(
        short / "var",
        JISHI_DATABASE_URL=database,
        JISHI_DATABASE_OWNER_URL=owner,
        JISHI_VALKEY_URL=valkey,
    )
    running = start(
        [sys.executable, "-m", "jishi", "up", "--no-demo", "--log-json", "--only", "worker",
         "--port", str(port)], env,
    )  # fmt: skip
    running.wait_for("running; stop with Ctrl-C")
    assert set(pids(short / "var")) == {"worker"}
    assert all(json.loads(line)["process"] for line in running.lines)
    with psycopg.connect(owner) as db:
        assert db.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() != (None,)
    assert running.stop(signal.SIGINT) == 0
    assert not (short / "var" / "postgres").exists()
    psycopg.connect(database).close()
    engines.stop()
