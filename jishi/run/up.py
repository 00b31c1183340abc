"""`jishi up`: engines, schema, processes, demo, until it is told to stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jishi.run.embedded.places import check_storage, forget_sockets, hold
from jishi.run.embedded.postgres import telling_line
from jishi.run.embedded.spawn import Launch
from jishi.run.engines import START_SECONDS, Engine, EngineSet, EngineUrls, end_leftover
from jishi.run.errors import BadSetting, CommandFailed, EngineFailed
from jishi.run.installation import (
    OWNER,
    State,
    check_elsewhere,
    elsewhere,
    environment,
    own_engines,
    read_settings,
    write_state,
)
from jishi.run.logs import Printer
from jishi.run.ports import ask, check_port
from jishi.run.processes import Process, launch_of
from jishi.run.schema import fingerprint, is_current
from jishi.run.supervisor import Child, Spec, Supervisor, end_strays

if TYPE_CHECKING:
    from jishi.foundation.kernel.settings import Settings

MARKET_SECONDS = 60.0
MARKER = "demo.json"  # written by `jishi demo` when it is done


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    processes: tuple[Process, ...]
    demo: bool
    log_json: bool


def run_up(wish: Wish) -> None:
    """Run the market until Ctrl-C or SIGTERM; raises a RunError when it cannot start."""
    began = time.monotonic()
    settings = read_settings()
    var = settings.var_dir
    check_storage(var)
    (var / "static").mkdir(exist_ok=True)  # WhiteNoise warns where there is none
    with hold(var, "jishi up") as left:
        supervisor = Supervisor(var, Printer(as_json=wish.log_json))
        supervisor.listen()
        try:
            if left:
                supervisor.say(f"recovered: {left} ended without stopping what it ran")
            for text in end_strays(var):
                supervisor.say(text)
            Up(settings, wish, supervisor, began).run()
        finally:
            supervisor.close()
            (var / "run" / "engines.json").unlink(missing_ok=True)


class Up:
    """One run of `jishi up`, step by step."""

    def __init__(
        self, settings: Settings, wish: Wish, supervisor: Supervisor, began: float
    ) -> None:
        self.settings = settings
        self.wish = wish
        self.supervisor = supervisor
        self.began = began
        self.var: Path = settings.var_dir
        self.code = fingerprint()

    def run(self) -> None:
        """Start everything, wait, stop everything."""
        self._check_ports()
        given = elsewhere(self.settings)
        check_elsewhere(given)
        engines = own_engines(self.settings, given)
        urls = engines.urls(given)
        env = environment(self.settings, urls)
        names = [process.name for process in self.wish.processes]
        try:
            # Loading the code takes longer than starting engines: both at once, if all goes well.
            if self._seems_current():
                self._keep(self._first(), env)
            self._start_engines(engines)
            if not self.supervisor.stopping:
                self._serve(urls, env)
        finally:
            self.supervisor.stopping = True
            self.supervisor.stop(["demo", "migrate", *names])
            for engine in engines.in_order():
                self.supervisor.stop([engine.name])
            if engines.sockets is not None:
                forget_sockets(self.var, engines.sockets)
        self.supervisor.say("stopped")

    def _first(self) -> list[Process]:
        return [process for process in self.wish.processes if process.name in ("web", "files")]

    def _seems_current(self) -> bool:
        """Whether the last start found the schema of this very code; the database has the word."""
        try:
            return (self.var / "run" / "schema").read_text() == self.code
        except OSError:
            return False

    def _check_ports(self) -> None:
        if self.settings.port == self.settings.files_port:
            reason = "the market and its media need a port each"
            raise BadSetting(name="JISHI_FILES_PORT", reason=reason, value=self.settings.port)
        names = {process.name for process in self.wish.processes}
        if "web" in names:
            check_port(self.settings.host, self.settings.port, "--port or JISHI_PORT")
        if "files" in names:
            check_port(self.settings.host, self.settings.files_port, "JISHI_FILES_PORT")

    # Engines

    def _start_engines(self, engines: EngineSet) -> None:
        for engine in engines.in_order():
            for text in end_leftover(engine):
                self.supervisor.say(text)
        for engine in engines.in_order():
            for text in engine.prepare():  # here its errors are ours, later they are retried
                self.supervisor.say(text)
            child = self.supervisor.add(
                Spec(engine.name, engine.launch, engine.stop_signals, engine.prepare)
            )
            self._wait_engine(engine, child)

    def _wait_engine(self, engine: Engine, child: Child) -> None:
        ready = self.supervisor.run(lambda: child.falls > 0 or engine.is_ready(), START_SECONDS)
        if self.supervisor.stopping:
            return
        if child.falls or not ready:
            reason = telling_line("\n".join(child.last))
            raise EngineFailed(engine=engine.title, reason=reason, log="the lines above")
        engine.finish()

    # Processes

    def _serve(self, urls: EngineUrls, env: dict[str, str]) -> None:
        write_state(self.var, State(os.getpid(), urls))
        first = self._first()
        if not is_current(urls.owner_url, self.code):
            self.supervisor.stop([process.name for process in first])  # those started too early
            self.supervisor.say("bringing the database up to date")
            self._once("migrate", ("migrate", "--quiet"), env)
        if self.supervisor.stopping:
            return
        (self.var / "run" / "schema").write_text(self.code)
        self._keep([process for process in first if not self.supervisor.keeps(process.name)], env)
        # The rest starts once people are served: together they would all be slow.
        self._announce()
        self._keep([process for process in self.wish.processes if process not in first], env)
        self._fill(env)
        self.supervisor.run(lambda: False)

    def _launcher(
        self, command: tuple[str, ...], env: dict[str, str], role: str
    ) -> Callable[[], Launch]:
        return lambda: launch_of(command, env, role)

    def _once(self, name: str, command: tuple[str, ...], env: dict[str, str]) -> None:
        child = self.supervisor.add(Spec(name, self._launcher(command, env, name), once=True))
        self.supervisor.run(lambda: child.process is None)
        if child.status != 0 and not self.supervisor.stopping:
            reason = telling_line("\n".join(child.last))
            raise CommandFailed(what=f"`jishi {name}`", reason=reason)

    def _keep(self, processes: Sequence[Process], env: dict[str, str]) -> None:
        # Nothing that serves has the owner's password.
        env = {name: value for name, value in env.items() if name != OWNER}
        for process in processes:
            if not self.supervisor.stopping:
                launch = self._launcher(process.command, env, process.name)
                self.supervisor.add(Spec(process.name, launch))

    def _announce(self) -> None:
        if not any(process.name == "web" for process in self.wish.processes):
            self.supervisor.say("running; stop with Ctrl-C")
            return
        host, port = self.settings.host, self.settings.port
        answers = self.supervisor.run(lambda: ask(host, port, "/healthz") == 200, MARKET_SECONDS)
        if self.supervisor.stopping:
            return
        if not answers:
            self.supervisor.say("the market does not answer yet; see the lines of `web`")
            return
        seconds = time.monotonic() - self.began
        self.supervisor.say(f"open {self.settings.market_url}  (ready in {seconds:.1f} s)")

    def _fill(self, env: dict[str, str]) -> None:
        if not self.wish.demo or not self.settings.sandbox or (self.var / MARKER).exists():
            return
        self.supervisor.say("filling the market with the demo; it is open meanwhile")
        try:
            self._once("demo", ("demo",), env)
        except CommandFailed as error:
            self.supervisor.say(f"{error}; the market runs without it")
