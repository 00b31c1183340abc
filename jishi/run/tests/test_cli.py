"""The command line itself: quick, and its help enough to need no manual."""

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import typer.main
from typer.testing import CliRunner

from jishi.foundation.kernel import clock
from jishi.run.cli import app
from jishi.run.cli_operate import duration
from jishi.run.errors import BadSetting
from jishi.run.tests.conftest import clean_environment, run_jishi


def commands():
    root = typer.main.get_command(app)
    found = {}
    for name, command in root.commands.items():
        for inner, one in getattr(command, "commands", {}).items():
            found[f"{name} {inner}"] = one
        if not hasattr(command, "commands"):
            found[name] = command
    return found


def test_every_command_is_there():
    assert set(commands()) == {
        "up", "doctor", "migrate", "web", "files", "worker", "signals", "backup", "restore",
        "demo", "invariants", "ledger verify", "createoperator", "manage", "clock show",
        "clock advance", "clock set", "clock reset",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_explained(name):
    command = commands()[name]
    assert len((command.help or "").split()) >= 4
    assert len(command.get_short_help_str(60)) <= 60
    assert not command.get_short_help_str(60).endswith("...")
    for option in command.params:
        assert getattr(option, "help", None), option.name


def test_help_is_quick(short):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "jishi", "--help"],
        env=clean_environment(short), capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "createoperator" in done.stdout
    # CPU seconds: what it costs, whatever else this machine does.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8d", timedelta(days=8)),
        ("2d12h30m", timedelta(days=2, hours=12, minutes=30)),
        ("90s", timedelta(seconds=90)),
        ("1.5h", timedelta(minutes=90)),
        ("-1d", timedelta(days=-1)),
    ],
)
def test_durations(text, expected):
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "8", "d", "8 days", "8x", "h8", "--1d"])
def test_other_durations_are_refused(text):
    with pytest.raises(BadSetting):
        duration(text)


def test_clock_moves_and_goes_back():
    def said(*words: str) -> str:
        done = CliRunner().invoke(app, ["clock", *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert "(real time)" in said("show")
    assert "8 days, 0:00:00 ahead of real time" in said("advance", "8d")
    assert "8 days, 2:00:00 ahead" in said("advance", "2h")
    assert clock.now() - datetime.now(UTC) > timedelta(days=8)
    assert "2031-05-01 10:00:0" in said("set", "2031-05-01T10:00")
    assert "(real time)" in said("reset")


def test_clock_of_a_real_market_stays(short):
    done = run_jishi(short, "clock", "advance", "8d", JISHI_SANDBOX="false")
    assert done.returncode == 1
    assert done.stderr == "jishi: moving the clock failed: This works only in a sandbox market.\n"
    assert not (short / "clock").exists()


def test_doctor_sees_what_is_wrong(short):
    (short / "postgres").mkdir()
    (short / "postgres" / "PG_VERSION").write_text("13\n")
    done = run_jishi(short, "doctor")
    assert done.returncode == 1
    assert "WRONG  PostgreSQL" in done.stdout
    assert "made by PostgreSQL 13" in done.stdout
    assert "ok     Valkey" in done.stdout
    assert "1 wrong" in done.stdout or "2 wrong" in done.stdout
