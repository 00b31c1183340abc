"""The supervisor with small real processes: restarts, stops, and what is left when it is killed."""

import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from jishi.run.embedded.spawn import wait_until
from jishi.run.logs import Lines, Printer
from jishi.run.supervisor import end_strays
from jishi.run.tests.conftest import clean_environment, processes_of

DRIVER = """
import json, os, signal, sys
from pathlib import Path
from jishi.run.embedded.places import hold
from jishi.run.embedded.spawn import Launch
from jishi.run.logs import Printer
from jishi.run.supervisor import Spec, Supervisor

var, scripts = Path(sys.argv[1]), json.loads(sys.argv[2])
env = {**os.environ, "JISHI_SUPERVISED": str(var)}
with hold(var, "jishi up"):
    supervisor = Supervisor(var, Printer())
    supervisor.listen()
    try:
        for name, script in scripts.items():
            launch = Launch([sys.executable, "-uc", script], var, env)
            supervisor.add(Spec(name, lambda launch=launch: launch, ((signal.SIGTERM, 0.5),)))
        supervisor.say("started")
        supervisor.run(lambda: False)
        supervisor.stop(list(scripts))
    finally:
        supervisor.close()
"""
QUIET = "import time; print('here'); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here');"
    "time.sleep(600)"
)
# Its own child ignores the end of its parent, as a transcoder would.
PARENT = (
    "import subprocess, sys, time;"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('here'); time.sleep(600)"
)
FALLS = (
    "import time; open('falls', 'a').write(f'{time.time()}\\n'); print('falling');"
    "raise SystemExit(3)"
)


@pytest.fixture
def drive(start, short):
    def begin(**scripts: str):
        return start(
            [sys.executable, "-c", DRIVER, str(short), json.dumps(scripts)],
            clean_environment(short),
        )

    return begin


def pids(var: Path) -> dict[str, int]:
    return json.loads((var / "run" / "processes.json").read_text())


def test_fallen_process_starts_again_later_and_later(drive, short):
    running = drive(falls=FALLS, quiet=QUIET)
    running.wait_for("falls ended with status 3", 4)
    times = [float(line) for line in (short / "falls").read_text().split()]
    waits = [b - a for a, b in itertools.pairwise(times)]
    assert waits[0] >= 0.2
    assert waits[1] >= 0.4
    assert waits[2] >= 0.8
    assert "starting it again in 1.6 s" in running.said
    assert running.said.count("quiet") == 1
    assert running.stop() == 0


def test_killed_process_is_started_again(drive, short):
    running = drive(quiet=QUIET)
    running.wait_for("here")
    before = pids(short)["quiet"]
    os.kill(before, signal.SIGKILL)
    running.wait_for("here", 2)
    assert "quiet was ended by SIGKILL" in running.said
    assert pids(short)["quiet"] != before
    running.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_leaves_nobody(drive, short, number):
    running = drive(quiet=QUIET, stubborn=STUBBORN, parent=PARENT)
    running.wait_for("here", 3)
    assert len(processes_of(short)) >= 5
    assert running.stop(number) == 0
    assert "stubborn did not stop in time and was killed" in running.said
    assert processes_of(short) == {}
    assert not (short / "run" / "processes.json").exists()


def test_second_signal_does_not_wait(drive, short):
    running = drive(stubborn=STUBBORN)
    running.wait_for("here")
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert running.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 1.0
    assert processes_of(short) == {}


def test_killed_supervisor_leaves_nobody(drive, short):
    running = drive(quiet=QUIET, stubborn=STUBBORN, parent=PARENT)
    running.wait_for("here", 3)
    running.stop(signal.SIGKILL)
    assert wait_until(lambda: processes_of(short) == {}, 10), processes_of(short)


def test_next_start_ends_what_nothing_else_could(drive, short):
    running = drive(parent=PARENT)
    running.wait_for("here")
    for pid, words in processes_of(short).items():
        if "jishi-guard" in words:
            os.kill(pid, signal.SIGKILL)
    running.stop(signal.SIGKILL)
    assert wait_until(lambda: len(processes_of(short)) == 1, 10), processes_of(short)
    said = end_strays(short)
    assert len(said) == 1
    assert "parent of the last run" in said[0]
    assert wait_until(lambda: processes_of(short) == {}, 10)
    assert end_strays(short) == []


def test_strangers_with_a_reused_number_are_left_alone(short):
    (short / "run").mkdir()
    (short / "run" / "processes.json").write_text(json.dumps({"web": os.getpgid(0)}))
    assert end_strays(short) == []


def test_lines_are_whole_and_without_secrets():
    lines = Lines()
    assert lines.feed(b"one\ntw") == ["one"]
    assert lines.feed(b"o\n\nurl postgresql://jishi:s3cret@/x and unix:///a?password=s3cret\n") == [
        "two",
        "url postgresql://jishi:…@/x and unix:///a?password=…",
    ]
    assert lines.feed("半".encode()[:2]) == []
    assert lines.end() == ["\ufffd"]
    assert [len(text) for text in Lines().feed(b"x" * 70000)] == [70000]


def test_json_log_merges_what_is_json_already(capsys):
    printer = Printer(as_json=True, out=sys.stdout)
    printer.line("web", "plain 文")
    printer.line("web", '{"event": "paid", "level": "info"}')
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["process"], first["line"]) == ("web", "plain 文")
    assert (second["process"], second["event"]) == ("web", "paid")
    assert "line" not in second
