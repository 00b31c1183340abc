"""A tiny shell that outlives a killed supervisor just long enough to end its processes.

Linux can send a signal to a child whose parent died, but not to that child's own children (a
transcoder, a server's workers), and other systems not even that.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

# Keeps the last line it was told; at the end of input we are dead, whatever the cause.
_SCRIPT = """
last=
while read -r line; do last=$line; done
for pair in $last; do kill -"${pair%%:*}" -"${pair##*:}" 2>/dev/null; done
"""


class Guard:
    """Ends the sessions it was told of when this process dies without `dismiss`."""

    def __init__(self, folder: Path) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "jishi-guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,  # Ctrl-C in the terminal is not for it
        )

    def watch(self, sessions: Iterable[tuple[int | None, signal.Signals]]) -> None:
        """Replace the list of sessions, each with the signal it would get."""
        pairs = (f"{number.name.removeprefix('SIG')}:{pid}" for pid, number in sessions)
        self._tell(" ".join(pairs))

    def dismiss(self) -> None:
        """Nothing is left to guard."""
        self._tell("")
        assert self._shell.stdin is not None
        with contextlib.suppress(OSError):
            self._shell.stdin.close()
        self._shell.wait()

    def _tell(self, line: str) -> None:
        assert self._shell.stdin is not None
        with contextlib.suppress(OSError):
            self._shell.stdin.write(line.encode() + b"\n")
            self._shell.stdin.flush()
