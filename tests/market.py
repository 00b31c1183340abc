"""A whole market on its own folder and ports, for journeys, fault tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(what: str, ready: Callable[[], object], seconds: float = 60) -> None:
    """Poll until `ready()` is true; raises AssertionError naming `what` when it never is."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"not in {seconds} s: {what}")
        time.sleep(0.05)


class Market:
    """`jishi up` in a folder of its own; its processes can be killed one by one."""

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        self.port, self.files_port = free_port(), free_port()
        self.log = var.parent / f"{var.name}.log"
        drop = {"DJANGO_SETTINGS_MODULE"}
        self.env = {
            k: v for k, v in os.environ.items() if not k.startswith("JISHI_") and k not in drop
        } | {
            "JISHI_VAR_DIR": str(var),
            "JISHI_PORT": str(self.port),
            "JISHI_FILES_PORT": str(self.files_port),
            "PYTHONPATH": str(ROOT),
            **{f"JISHI_{k.upper()}": v for k, v in settings.items()},
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, *options: str) -> None:
        """Start everything and wait until the market answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jishi", "up", "--no-demo", *options],
                cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        wait_until("the market answers", self.answers, START_SECONDS)

    def answers(self) -> bool:
        """Whether web answers; raises AssertionError with the log when the start failed."""
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(self.log.read_text()[-4000:])
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """Stop everything; raises AssertionError when a child is left behind."""
        if self.process is None or self.process.poll() is not None:
            return
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        _, alive = psutil.wait_procs(children, timeout=5)
        assert not alive, f"left behind: {alive}"

    def processes(self, name: str) -> list[psutil.Process]:
        """Running processes of one kind: web, files, worker, media, signals, postgres, valkey."""
        assert self.process is not None
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if name == "postgres":
                    wanted = child.name().startswith("postgres")
                elif name == "valkey":
                    wanted = "valkey" in child.name()
                else:
                    wanted = child.environ().get("JISHI_ROLE") == name
                if wanted:
                    found.append(child)
        return found

    def kill(self, name: str) -> None:
        """kill -9 every process of one kind."""
        for process in self.processes(name):
            with contextlib.suppress(psutil.Error):
                process.kill()

    def cpu_seconds(self, *names: str) -> float:
        """User and system time that the named kinds have used so far."""
        total = 0.0
        for name in names:
            for process in self.processes(name):
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    total += times.user + times.system
        return total

    def jishi(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a `jishi` command on this market."""
        done = subprocess.run(
            [sys.executable, "-m", "jishi", *arguments],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if check:
            assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done

    def python(self, code: str) -> str:
        """Run a few lines inside this market (Django ready); returns what they print."""
        start = (
            "import contextlib; from jishi.run.installation import connected\n"
            "contextlib.ExitStack().enter_context(connected('a test'))\n"
            "import django; django.setup()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", start + code],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout


@contextlib.contextmanager
def running_market(var: Path, *options: str, **settings: str) -> Iterator[Market]:
    """A market that runs for the length of a block."""
    market = Market(var, **settings)
    try:
        market.start(*options)
        yield market
    finally:
        market.stop()
