"""As whom PostgreSQL runs: an ordinary user, root in a namespace, root without one."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from jishi.run.embedded import postgres
from jishi.run.embedded.identity import DEDICATED_UID, choose_identity
from jishi.run.engines import running_engines
from jishi.run.errors import EngineOtherOwner
from jishi.run.tests.conftest import clean_environment, processes_of

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
ONE_QUERY = """
import sys
from pathlib import Path
import psycopg
from jishi.run.engines import running_engines
from jishi.run.errors import RunError
try:
    with running_engines(Path(sys.argv[1])) as urls, psycopg.connect(urls.database_url) as db:
        print(db.execute("SELECT 6 * 7").fetchone()[0])
except RunError as error:
    sys.exit(f"jishi: {error}")
"""


def as_ordinary_user(folder: Path, uid: int) -> subprocess.CompletedProcess[str]:
    """Run the engines as nobody in particular, who may read our checkout but not change ids."""
    # The capability stands for a checkout that others can read; it makes nobody root.
    return subprocess.run(
        [
            "setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--bounding-set=-setuid",
            sys.executable, "-c", ONE_QUERY, str(folder),
        ],
        capture_output=True, text=True, env=clean_environment(folder), timeout=120,
    )  # fmt: skip


@as_root
@pytest.mark.parametrize("uid", [pwd.getpwnam("nobody").pw_uid, 54321])  # the latter has no account
def test_ordinary_user_runs_it_directly(short, uid):
    os.chown(short, uid, uid)
    done = as_ordinary_user(short, uid)
    assert done.stdout == "42\n", done.stderr
    assert {path.stat().st_uid for path in short.rglob("*")} == {uid}
    # Root later uses the same data as the one who made it; nothing changes hands.
    with running_engines(short) as urls, psycopg.connect(urls.database_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
        pid = int((short / "postgres" / "postmaster.pid").read_text().split("\n")[0])
        assert Path(f"/proc/{pid}").stat().st_uid == uid
    assert (short / "postgres").stat().st_uid == uid
    done = as_ordinary_user(short, uid)
    assert done.stdout == "42\n", done.stderr
    assert processes_of(short) == {}


@as_root
def test_ordinary_user_is_told_of_data_that_is_not_theirs(short):
    with running_engines(short, durable=False):
        pass
    os.chown(short, 54321, 54321)
    shutil.rmtree(short / "run")
    done = as_ordinary_user(short, 54321)
    assert done.returncode == 1
    assert "belongs to user id 0 and this is 54321" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@as_root
def test_root_changes_no_owner_where_namespaces_are_allowed(short):
    if choose_identity(short / "postgres").owner is not None:
        pytest.skip("user namespaces are forbidden on this machine")
    with running_engines(short) as urls, psycopg.connect(urls.owner_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
    assert {path.stat().st_uid for path in short.rglob("*")} == {0}


@as_root
def test_root_without_namespaces_uses_an_id_of_its_own(short, monkeypatch):
    short.chmod(0o700)  # closed to others, as /root is

    def without(data: Path):
        return choose_identity(data, allow_namespace=False)

    monkeypatch.setattr(postgres, "choose_identity", without)
    for turn in (1, 2):
        with running_engines(short) as urls, psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE TABLE IF NOT EXISTS kept (turn int)")
            db.execute("INSERT INTO kept VALUES (%s)", [turn])
            rows = db.execute("SELECT count(*) FROM kept").fetchone()
            assert rows == (turn,)
            pid = int((short / "postgres" / "postmaster.pid").read_text().split("\n")[0])
            assert Path(f"/proc/{pid}").stat().st_uid == DEDICATED_UID
    assert (short / "postgres").stat().st_uid == DEDICATED_UID
    assert short.stat().st_mode & 0o777 == 0o700
    assert processes_of(short) == {}


def test_other_peoples_data_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 7)
    with pytest.raises(EngineOtherOwner):
        choose_identity(tmp_path)
