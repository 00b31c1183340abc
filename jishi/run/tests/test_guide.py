"""docs/running.md knows every command, process and option."""

from pathlib import Path

import pytest

from jishi.run.processes import PROCESSES
from jishi.run.tests.test_cli import commands

GUIDE = (Path(__file__).parents[3] / "docs" / "running.md").read_text()


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_in_the_guide(name):
    word = name.split()[-1]
    assert f"jishi {name}" in GUIDE or f"`{word}" in GUIDE or f"`jishi {name.split()[0]}" in GUIDE


def test_every_option_of_up_is_in_the_guide():
    options = [option for param in commands()["up"].params for option in param.opts]
    assert "--port" in options
    missing = [o for o in options if o not in GUIDE and o.replace("--", "--no-") not in GUIDE]
    assert missing == []


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.name)
def test_every_process_is_in_the_guide(process):
    assert f"| {process.name} |" in GUIDE
    assert " ".join(process.command[:3]) in GUIDE or f"jishi {process.name}" in GUIDE
