"""Running the real `jishi` command on a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from jishi.run.embedded.spawn import wait_until

PATIENCE_SECONDS = 120.0  # other things may use this machine too


def clean_environment(var: Path, **extra: str) -> dict[str, str]:
    """Environment of an operator who has set nothing but JISHI_VAR_DIR."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JISHI_", "DJANGO_"))}
    return {**kept, "JISHI_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1", **extra}


def run_jishi(var: Path, *words: str, input: str | None = None, **extra: str):
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "jishi", *words],
        env=clean_environment(var, **extra),
        input=input,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def free_port() -> int:
    """A port that nobody uses, with a free one after it."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            try:
                two.bind(("127.0.0.1", one.getsockname()[1] + 1))
            except OSError:
                continue
            return one.getsockname()[1]


def processes_of(var: Path) -> dict[int, str]:
    """Living processes of this machine that belong to a market's folder."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            environment = (entry / "environ").read_bytes()
            cwd = os.readlink(entry / "cwd")
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        ours = f"JISHI_VAR_DIR={var}\0".encode() in environment + b"\0"
        if state != "Z" and (ours or cwd == str(var) or cwd.startswith(f"{var}/")):
            found[int(entry.name)] = words
    return found


class Running:
    """A command that keeps running, with what it has said so far."""

    def __init__(self, argv: list[str], env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, text: str, count: int = 1) -> None:
        ended_or_said = wait_until(
            lambda: self.said.count(text) >= count or self.process.poll() is not None,
            PATIENCE_SECONDS,
        )
        assert ended_or_said, f"never said {text!r}:\n{self.said}"
        if self.process.poll() is not None:
            self._reader.join(5)
        assert self.said.count(text) >= count, f"ended without {text!r}:\n{self.said}"

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


@pytest.fixture
def start():
    """Start commands; whatever still runs at the end of the test is killed."""
    begun: list[Running] = []

    def begin(argv: list[str], env: dict[str, str]) -> Running:
        begun.append(Running(argv, env))
        return begun[-1]

    yield begin
    for one in begun:
        if one.process.poll() is None:
            one.stop(signal.SIGKILL)


@pytest.fixture
def short():
    """A folder with a short path."""
    folder = Path(tempfile.mkdtemp(prefix="jr"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
