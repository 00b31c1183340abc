"""Keeps processes running: one loop that reads their output, restarts what fell, stops all."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from jishi.run.embedded.places import write_private
from jishi.run.embedded.spawn import Launch, kill_group, spawn
from jishi.run.guard import Guard
from jishi.run.logs import Lines, Printer

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.2, 30.0
HEALTHY_SECONDS = 20.0  # one that ran this long begins again with the shortest wait
GRACE_SECONDS = 10.0
TERM = ((signal.SIGTERM, GRACE_SECONDS),)

Signals = Sequence[tuple[signal.Signals, float]]


@dataclass(frozen=True, slots=True)
class Spec:
    """One process to keep running, or (`once`) to run to its end."""

    name: str
    launch: Callable[[], Launch]
    stop_signals: Signals = TERM
    before: Callable[[], list[str]] = list
    once: bool = False


@dataclass(slots=True)
class Child:
    """A process as it is now."""

    spec: Spec
    process: subprocess.Popen[bytes] | None = None
    lines: Lines = field(default_factory=Lines)
    last: deque[str] = field(default_factory=lambda: deque(maxlen=40))
    started_at: float = 0.0
    falls: int = 0
    wanted: bool = True
    death_signal: signal.Signals = signal.SIGKILL  # what its session gets if we are killed
    start_at: float | None = 0.0
    status: int | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self.process.pid if self.process else None

    def is_due(self) -> bool:
        """Whether it waits to be started and its wait is over."""
        waits = self.wanted and self.start_at is not None
        return waits and time.monotonic() >= (self.start_at or 0.0)


class Supervisor:
    """Runs children for the holder of `var`; every method is called from the main thread."""

    def __init__(self, var: Path, printer: Printer) -> None:
        self.var = var
        self.printer = printer
        self.children: dict[str, Child] = {}
        self.stopping = False
        self._hurry = False
        self._selector = selectors.DefaultSelector()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        self._old: dict[signal.Signals, object] = {}
        self._guard = Guard(var)

    def say(self, text: str) -> None:
        """Print a line of our own."""
        self.printer.line("jishi", text)

    # Signals

    def listen(self) -> None:
        """Stop on Ctrl-C, SIGTERM and a closed terminal; a second one does not wait."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._old[number] = signal.signal(number, self._on_signal)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)

    def _on_signal(self, number: int, frame: object) -> None:
        self._hurry = self.stopping
        self.stopping = True

    # Running

    def keeps(self, name: str) -> bool:
        """Whether this process is being kept running."""
        return name in self.children and self.children[name].wanted

    def add(self, spec: Spec) -> Child:
        """Start a process now, and keep it running."""
        child = Child(spec)
        self.children[spec.name] = child
        self._start(child)
        return child

    def _start(self, child: Child) -> None:
        child.start_at = None
        try:
            for text in child.spec.before():
                self.say(text)
            launch = child.spec.launch()
            process = spawn(launch, subprocess.PIPE)
        except Exception as error:
            self._fell(child, f"cannot be started: {error}")
            return
        child.process, child.started_at, child.status = process, time.monotonic(), None
        child.death_signal = launch.death_signal
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)
        self._write_pids()

    def run(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Keep everything running until the condition holds, a stop is asked, or time is up."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self.stopping:
            if until():
                return True
            if deadline is not None and time.monotonic() > deadline:
                return False
            self.tick()
        return False

    def tick(self, pause: float = 0.1) -> None:
        """One round: read output, notice the fallen, start what is due."""
        self._read(pause)
        for child in list(self.children.values()):
            process = child.process
            if process is not None and process.poll() is not None:
                self._ended(child, process)
            elif process is None and not self.stopping and child.is_due():
                self._start(child)

    def _read(self, pause: float) -> None:
        for key, _ in self._selector.select(pause):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
            else:
                self._pour(key.data, key.fileobj)  # type: ignore[arg-type]

    def _pour(self, child: Child, stream: IO[bytes]) -> None:
        try:
            data = os.read(stream.fileno(), 65536)
        except BlockingIOError:
            return
        for text in child.lines.feed(data):
            self._print(child, text)
        if not data:
            self._selector.unregister(stream)

    def _print(self, child: Child, text: str) -> None:
        child.last.append(text)
        self.printer.line(child.spec.name, text)

    def _ended(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        # Its own children (granian's workers, a transcoder) must not outlive it.
        kill_group(process.pid)
        self._close(child, process)
        child.process, child.status = None, process.returncode
        self._write_pids()
        if self.stopping or child.spec.once or not child.wanted:
            return
        self._fell(child, _how(process.returncode))

    def _close(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with contextlib.suppress(KeyError, ValueError):
            self._pour(child, process.stdout)
            self._selector.unregister(process.stdout)
        for text in child.lines.end():
            self._print(child, text)
        process.stdout.close()

    def _fell(self, child: Child, how: str) -> None:
        if time.monotonic() - child.started_at > HEALTHY_SECONDS:
            child.falls = 0
        wait = min(FIRST_WAIT_SECONDS * 2**child.falls, LONGEST_WAIT_SECONDS)
        child.falls += 1
        child.start_at = time.monotonic() + wait
        self.say(f"{child.spec.name} {how}; starting it again in {wait:.1f} s")

    # Stopping

    def stop(self, names: Sequence[str]) -> None:
        """Stop these together, in good order while their grace lasts; none starts again."""
        chosen = [self.children[name] for name in names if name in self.children]
        for child in chosen:
            child.wanted = False
        steps = max((len(child.spec.stop_signals) for child in chosen), default=0)
        for step in range(steps):
            self._signal(chosen, step)
        for child in chosen:
            if child.process is not None:
                self.say(f"{child.spec.name} did not stop in time and was killed")
                kill_group(child.process.pid)
                child.process.wait()
                self._ended(child, child.process)

    def _signal(self, chosen: list[Child], step: int) -> None:
        waiting = []
        longest = 0.0
        for child in chosen:
            if child.process is not None and step < len(child.spec.stop_signals):
                number, seconds = child.spec.stop_signals[step]
                child.process.send_signal(number)
                longest = max(longest, seconds)
                waiting.append(child)
        deadline = time.monotonic() + longest
        while any(child.process for child in waiting) and time.monotonic() < deadline:
            if self._hurry:
                return
            self.tick(0.05)

    def close(self) -> None:
        """Kill whatever still runs and give the signals back."""
        self.stopping = True
        for child in self.children.values():
            child.wanted = False
            if child.process is not None:
                kill_group(child.process.pid)
                child.process.wait()
                self._ended(child, child.process)
        signal.set_wakeup_fd(-1)
        for number, handler in self._old.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._selector.close()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._guard.dismiss()
        (self.var / "run" / "processes.json").unlink(missing_ok=True)

    # Who runs, for the next start and for tests

    def _write_pids(self) -> None:
        running = {name: child.pid for name, child in self.children.items() if child.pid}
        self._guard.watch(
            (child.pid, child.death_signal) for child in self.children.values() if child.pid
        )
        with contextlib.suppress(Exception):  # a full disk must not stop the market
            write_private(self.var / "run" / "processes.json", json.dumps(running))


def end_strays(var: Path) -> list[str]:
    """End processes of a killed supervisor that still run; says what it did."""
    import psutil

    path = var / "run" / "processes.json"
    try:
        names = {pid: name for name, pid in json.loads(path.read_text()).items()}
    except (OSError, ValueError):
        return []
    said = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            name = names.get(os.getpgid(process.pid))
            # A number that was handed out again since belongs to a stranger.
            if name and process.environ().get("JISHI_SUPERVISED") == str(var):
                process.kill()
                said.append(f"{name} of the last run (process {process.pid}) was still there")
    path.unlink(missing_ok=True)
    return said


def _how(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
