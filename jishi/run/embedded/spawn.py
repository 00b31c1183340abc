"""Starting and stopping child processes so that none outlives its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start one process: words, folder, environment, and the signal it gets if we die."""

    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    death_signal: signal.Signals = signal.SIGKILL
    prefix: Sequence[str] = ()


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Ask Linux to send this process `number` when its parent ends; elsewhere does nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def spawn(launch: Launch, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, both output streams into `output`.

    Call it from the main thread: Linux ties the parent-death signal to the thread that forks.
    """
    argv: list[str] = [*launch.prefix, *launch.argv]
    preexec: Callable[[], None] | None = None
    if sys.platform == "linux":
        if shutil.which("setpriv"):
            name = launch.death_signal.name.removeprefix("SIG")
            argv = [*launch.prefix, "setpriv", "--pdeathsig", name, *launch.argv]
        else:
            number = launch.death_signal
            preexec = lambda: die_with_parent(number)  # noqa: E731
    return subprocess.Popen(
        argv,
        cwd=launch.cwd,
        env=dict(launch.env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=preexec,  # only where setpriv is missing
    )


def stop(
    process: subprocess.Popen[bytes], signals: Sequence[tuple[signal.Signals, float]]
) -> int | None:
    """Send each signal in turn, waiting its seconds, then SIGKILL to the whole group.

    Returns the exit status. Never leaves a member of the group behind.
    """
    for number, seconds in signals:
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    kill_group(process.pid)
    return process.wait()


def kill_group(pid: int) -> None:
    """SIGKILL whatever is left of the session that `pid` leads."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Poll until the condition holds; False after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def works(argv: Sequence[str]) -> tuple[bool, str]:
    """Whether a command can be run and succeeds, and the last line it said if not."""
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    lines = (done.stderr or done.stdout).strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else f"exit status {done.returncode}"
