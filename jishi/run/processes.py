"""The processes of a market, and how each is started."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jishi.run.embedded.spawn import Launch
from jishi.run.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Process:
    """One kind of process; each is also a command of its own."""

    name: str
    about: str
    command: tuple[str, ...]
    module: str = "jishi.config.wsgi"

    def exists(self) -> bool:
        """Whether this build of Jishi has what the process runs."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False


PROCESSES = (
    Process("web", "the market's pages and API", ("web",)),
    Process(
        "files",
        "media by signed address, resumable uploads",
        ("files",),
        "jishi.surfaces.files.app",
    ),
    Process("worker", "events, timers, notices: all but media", ("worker", "--not", "media")),
    Process("media", "checking and transcoding", ("worker", "--queues", "media", "--at-once", "1")),
    Process(
        "signals",
        "counters and the lake from the signal stream",
        ("signals",),
        "jishi.traffic.signals.consumer",
    ),
)
NAMES = tuple(process.name for process in PROCESSES)


def choose(only: str | None) -> tuple[Process, ...]:
    """The processes named in a comma-separated list, or all; raises BadSetting."""
    if only is None:
        return tuple(process for process in PROCESSES if process.exists())
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    unknown = wanted - set(NAMES)
    if unknown or not wanted:
        raise BadSetting(name="--only", reason=f"choose from {', '.join(NAMES)}", value=repr(only))
    return tuple(process for process in PROCESSES if process.name in wanted)


def launch_of(command: tuple[str, ...], env: Mapping[str, str], role: str) -> Launch:
    """How to start `jishi <command>` as a child of the supervisor."""
    folder = Path(__file__).resolve().parents[2]
    path = ":".join(part for part in (str(folder), env.get("PYTHONPATH", "")) if part)
    return Launch(
        [sys.executable, "-m", "jishi", *command],
        folder,
        {**env, "JISHI_ROLE": role, "JISHI_SUPERVISED": env["JISHI_VAR_DIR"], "PYTHONPATH": path},
    )
