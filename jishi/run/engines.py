"""The embedded engines as a whole: start both, give their addresses, stop both."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jishi.run.embedded.places import (
    check_storage,
    forget_sockets,
    hold,
    load_credentials,
    socket_folder,
)
from jishi.run.embedded.postgres import PostgresEngine, telling_line
from jishi.run.embedded.programs import find_programs
from jishi.run.embedded.spawn import Launch, spawn, stop, wait_until
from jishi.run.embedded.valkey import ValkeyEngine
from jishi.run.errors import EngineFailed

START_SECONDS = 60.0
_LOG_KEPT_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class EngineUrls:
    """Addresses of the engines: database as the application, as its owner, and Valkey."""

    database_url: str
    owner_url: str
    valkey_url: str


class Engine(Protocol):
    """What the supervisor needs to know of an engine."""

    name: str
    title: str
    stop_signals: Sequence[tuple[signal.Signals, float]]

    def prepare(self) -> list[str]:
        """Get its folder ready; gives lines that tell the operator what was repaired."""
        ...

    def leftover(self) -> int | None:
        """Process id of one that still serves this folder."""
        ...

    def launch(self) -> Launch:
        """How to start it."""
        ...

    def is_ready(self) -> bool:
        """Whether it answers now."""
        ...

    def finish(self) -> None:
        """What must be done once it answers."""
        ...


@dataclass(frozen=True, slots=True)
class EngineSet:
    """The engines of one folder, not started; None where an address of another was given."""

    postgres: PostgresEngine | None
    valkey: ValkeyEngine | None
    sockets: Path | None

    def in_order(self) -> list[Engine]:
        """Those to start, first to last."""
        return [engine for engine in (self.valkey, self.postgres) if engine is not None]

    def urls(self, elsewhere: EngineUrls | None = None) -> EngineUrls:
        """Addresses of all, valid once they run; `elsewhere` has those of engines not ours."""
        given = elsewhere or EngineUrls("", "", "")
        return EngineUrls(
            self.postgres.app_url if self.postgres else given.database_url,
            self.postgres.owner_url if self.postgres else given.owner_url,
            self.valkey.url if self.valkey else given.valkey_url,
        )


def embedded_engines(var: Path, *, durable: bool = True, but: Container[str] = ()) -> EngineSet:
    """The engines that keep their data under `var`, without those named in `but`.

    Raises EngineMissing, EngineOtherMajor, EngineOtherOwner, RootRefused, CredentialsLost,
    SocketPathTooLong.
    """
    var = var.resolve()
    if "postgres" in but and "valkey" in but:
        return EngineSet(None, None, None)
    if "postgres" not in but:
        find_programs(var / "postgres")  # before anything is written beside data we cannot run
    sockets = socket_folder(var)
    credentials = load_credentials(var, var / "postgres")
    return EngineSet(
        None if "postgres" in but else PostgresEngine(var, sockets, credentials, durable=durable),
        None if "valkey" in but else ValkeyEngine(var, sockets, credentials, durable=durable),
        sockets,
    )


class RunningEngine:
    """A started engine whose output goes to `var/log/<name>.log`."""

    def __init__(self, engine: Engine, var: Path) -> None:
        self.engine = engine
        self.log = var / "log" / f"{engine.name}.log"
        self.log.parent.mkdir(exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._from = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as output:
            self.process: subprocess.Popen[bytes] = spawn(engine.launch(), output)

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Return when it answers; raises EngineFailed with what its log says."""
        ended_or_ready = wait_until(
            lambda: self.process.poll() is not None or self.engine.is_ready(), seconds
        )
        if self.process.poll() is not None:
            self._fail(f"it ended with status {self.process.returncode}")
        if not ended_or_ready:
            self._fail(f"it does not answer after {seconds:.0f} s")

    def _fail(self, otherwise: str) -> None:
        with self.log.open("rb") as file:
            file.seek(self._from)
            said = file.read().decode(errors="replace")
        reason = telling_line(said) if said.strip() else otherwise
        raise EngineFailed(engine=self.engine.title, reason=reason, log=self.log)

    def stop(self) -> None:
        """Stop it in good order, or less good order when it takes too long."""
        stop(self.process, self.engine.stop_signals)


def end_leftover(engine: Engine, seconds: float = 20.0) -> list[str]:
    """Wait for an engine of a killed supervisor to end, then make it end; says what it did."""
    pid = engine.leftover()
    if pid is None:
        return []
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for number in (None, *(number for number, _ in engine.stop_signals), signal.SIGKILL):
            if number is not None:
                process.send_signal(number)
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(seconds / 4)
                break
    return [f"{engine.title} of the last run (process {pid}) was still there and was ended"]


@contextlib.contextmanager
def running_engines(
    directory: Path, *, durable: bool = True, command: str = "running_engines"
) -> Iterator[EngineUrls]:
    """Run PostgreSQL and Valkey with their data under `directory` for the length of a block.

    On leaving both are stopped and nothing is left behind. Not durable: fast and for tests, a
    crash of the machine loses data. Call it from the main thread. Raises a RunError.
    """
    directory = directory.resolve()
    check_storage(directory, needed_mb=64)
    with hold(directory, command):
        engines = embedded_engines(directory, durable=durable)
        with started(engines, directory):
            yield engines.urls()


@contextlib.contextmanager
def started(engines: EngineSet, var: Path) -> Iterator[None]:
    """Run the engines of a set for the length of a block, by someone who holds `var`."""
    running: list[RunningEngine] = []
    try:
        for engine in engines.in_order():
            end_leftover(engine)
            engine.prepare()
            running.append(RunningEngine(engine, var))
        for one in running:
            one.wait()
            one.engine.finish()
        yield
    finally:
        for one in reversed(running):
            one.stop()
        if engines.sockets is not None:
            forget_sockets(var, engines.sockets)
