"""What the supervisor prints: lines of many processes, told apart by name and colour."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

_COLOURS = (36, 35, 33, 32, 34, 96, 95, 93, 92, 94)
_WIDTH = 10
# Whole lines only: a process that never ends its line must not fill our memory.
_LONGEST = 64 * 1024
_SECRET = re.compile(rb"(://[^:/@\s]*:)[^@\s/]+@|(password=)[^&\s\"']+")


class Printer:
    """Writes lines for people, or one JSON object a line for a log collector."""

    def __init__(
        self, *, as_json: bool = False, out: TextIO | None = None, colour: bool | None = None
    ) -> None:
        self.out = out or sys.stdout
        self.as_json = as_json
        self.colour = (
            colour
            if colour is not None
            else self.out.isatty() and "NO_COLOR" not in os.environ and not as_json
        )
        self._known: dict[str, int] = {}

    def line(self, name: str, text: str) -> None:
        """Print one line of a process."""
        now = datetime.now(UTC)
        if self.as_json:
            self._write(json.dumps(_record(now, name, text), ensure_ascii=False))
            return
        clock = now.astimezone().strftime("%H:%M:%S")
        label = f"{name:<{_WIDTH}}"
        if self.colour:
            code = self._known.setdefault(name, _COLOURS[len(self._known) % len(_COLOURS)])
            label = f"\x1b[{code}m{label}\x1b[0m"
        self._write(f"{clock} {label} │ {text}")

    def _write(self, text: str) -> None:
        try:
            self.out.write(text + "\n")
            self.out.flush()
        except (BrokenPipeError, ValueError, OSError):
            # Whoever read us is gone (`jishi up | head`); the market goes on.
            self.out = open(os.devnull, "w")  # noqa: SIM115


def _record(now: datetime, name: str, text: str) -> dict[str, object]:
    record: dict[str, object] = {"at": now.isoformat(timespec="milliseconds"), "process": name}
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            pass
        else:
            return {**record, **found}
    return {**record, "line": text}


class Lines:
    """Cuts a stream of bytes into printable lines, without the secrets in them."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The lines that are complete now."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST:
            whole, self._rest = [*whole, self._rest], b""
        return [text for text in map(_printable, whole) if text.strip()]

    def end(self) -> list[str]:
        """What is left when the stream ends."""
        rest, self._rest = self._rest, b""
        return [_printable(rest)] if rest.strip() else []


def _printable(line: bytes) -> str:
    clean = _SECRET.sub(lambda found: (found[1] or found[2]) + (b"\xe2\x80\xa6@" if found[1]
                        else b"\xe2\x80\xa6"), line)  # fmt: skip
    return clean.rstrip(b"\r").decode(errors="replace")
