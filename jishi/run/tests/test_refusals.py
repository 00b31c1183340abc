"""What stops a start: one line, a status, no traceback, nothing left behind."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from jishi.run.engines import EngineUrls
from jishi.run.errors import BadSetting, Unreachable
from jishi.run.installation import check_elsewhere
from jishi.run.processes import choose
from jishi.run.tests.conftest import clean_environment, free_port, processes_of, run_jishi


def refused(done: subprocess.CompletedProcess[str], *texts: str) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("jishi: ")
    for text in texts:
        assert text in lines[0]
    assert "Traceback" not in done.stdout + done.stderr


def test_port_taken(short):
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        done = run_jishi(short, "up", "--port", str(port))
        refused(done, f"Port {port} on 127.0.0.1 is already taken", "process ", "--port")
    assert processes_of(short) == {}
    assert not (short / "postgres").exists()


def test_files_port_taken(short):
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        done = run_jishi(short, "up", "--port", str(port), "--only", "web,files")
        refused(done, f"Port {port + 1}", "JISHI_FILES_PORT")


def test_same_port_twice(short):
    done = run_jishi(short, "up", JISHI_PORT="8123", JISHI_FILES_PORT="8123")
    refused(done, "JISHI_FILES_PORT", "need a port each")


def test_foreign_address(short):
    done = run_jishi(short, "up", JISHI_HOST="203.0.113.7")
    refused(done, "203.0.113.7:8000 is not an address of this machine")


def test_var_cannot_be_made():
    refused(run_jishi(Path("/proc/jishi"), "up"), "/proc/jishi cannot be written", "JISHI_VAR_DIR")


def test_var_is_a_file(short):
    (short / "var").write_text("")
    refused(run_jishi(short / "var", "up"), "cannot be written", "JISHI_VAR_DIR")


def in_small_disk(folder: Path, size: str, words: list[str], flags: str = "rw"):
    """Run with a small file system mounted over the folder, which only the command sees."""
    script = f'mount -t tmpfs -o size={size},{flags} tmpfs {folder} && exec "$@"'
    return subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script, "sh", *words],
        capture_output=True,
        text=True,
        env=clean_environment(folder),
        timeout=120,
    )


needs_mounts = pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode != 0,
    reason="this machine forbids mount namespaces",
)


@needs_mounts
def test_var_full(short):
    done = in_small_disk(short, "20m", [sys.executable, "-m", "jishi", "up"])
    refused(done, f"{short} has ", " MB left and Jishi needs 256 MB; free some space")


@needs_mounts
def test_var_read_only(short):
    done = in_small_disk(short, "20m", [sys.executable, "-m", "jishi", "up"], "ro")
    refused(done, f"{short} cannot be written (Read-only file system)")


@needs_mounts
def test_disk_that_fills_while_the_database_is_made(short):
    script = (
        "from pathlib import Path; import sys;"
        "from jishi.run import engines; from jishi.run.errors import StorageFull\n"
        "engines.check_storage = lambda *a, **k: (Path(sys.argv[1]) / 'run').mkdir()\n"
        "try:\n"
        "    with engines.running_engines(Path(sys.argv[1])): pass\n"
        "except StorageFull as error: sys.exit(f'jishi: {error}')"
    )
    refused(in_small_disk(short, "24m", [sys.executable, "-c", script, str(short)]), "0 MB left")


def test_unreachable_engine_stops_the_start(short):
    url = "postgresql://a:s3cret@127.0.0.1:1/x"
    done = run_jishi(short, "up", "--port", str(free_port()), JISHI_DATABASE_URL=url)
    refused(done, "JISHI_DATABASE_URL cannot be reached", "Connection refused")
    assert "s3cret" not in done.stdout + done.stderr
    assert processes_of(short) == {}


@pytest.mark.parametrize(
    ("database", "valkey", "text"),
    [
        ("postgresql://a:s3cret@/x?host=/nowhere", "", "No such file"),
        ("nonsense", "", "DATABASE_URL cannot be reached"),
        ("", "redis://:s3cret@127.0.0.1:1/0", "onnection refused"),
        ("", "nonsense", "must specify one of"),
    ],
)
def test_unreachable_engine(database, valkey, text):
    with pytest.raises(Unreachable, match=text) as caught:
        check_elsewhere(EngineUrls(database, database, valkey))
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_setting_that_cannot_be_used(short):
    done = run_jishi(short, "up", JISHI_FILES_PORT="many")
    refused(done, "JISHI_FILES_PORT", "valid integer", "'many'")


@pytest.mark.parametrize("names", ["web,cafe", "", ","])
def test_unknown_process(names):
    with pytest.raises(BadSetting, match="--only: choose from web, files"):
        choose(names)


def test_data_of_another_major(short):
    (short / "postgres").mkdir()
    (short / "postgres" / "PG_VERSION").write_text("13\n")
    done = run_jishi(short, "up", "--port", str(free_port()))
    refused(done, "was made by PostgreSQL 13", "docs/running.md")
    assert [path.name for path in (short / "postgres").iterdir()] == ["PG_VERSION"]


def test_damaged_data_is_said_with_the_reason(short):
    (short / "postgres").mkdir(mode=0o700)
    (short / "postgres" / "PG_VERSION").write_text("18\n")
    (short / "credentials.json").write_text('{"owner": "a", "app": "b", "valkey": "c"}')
    done = run_jishi(short, "migrate")
    refused(done, "PostgreSQL did not start", "postgres.log")


def test_commands_of_a_market_that_does_not_run(short):
    refused(run_jishi(short, "worker"), "not running", "jishi up")


def test_old_python_is_told_before_anything_is_read(short):
    script = (
        "import sys, runpy; sys.version_info = (3, 9, 18, 'final', 0);"
        "runpy.run_module('jishi', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=clean_environment(short),
    )
    refused(done, "needs Python 3.11 or newer, and this is 3.9")


def test_real_old_pythons_can_read_the_check(short):
    found = [path for minor in range(6, 11) if (path := shutil.which(f"python3.{minor}"))]
    for path in found[:1]:
        done = subprocess.run(
            [path, "-m", "jishi"], capture_output=True, text=True, env=clean_environment(short)
        )
        if "command not found" not in done.stderr:  # a version manager's empty shim
            refused(done, "needs Python 3.11 or newer")
