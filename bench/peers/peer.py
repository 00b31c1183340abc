"""What every peer has in common: an installation, a database of its own, a server, its CPU."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import httpx
import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bench.results import HOME
from bench.stack import Stack
from jishi.run.dumps import dump, load
from tests.market import free_port

HERE = Path(__file__).parent
START_SECONDS = 120
SEED_SECONDS = 1800


class Peer(ABC):
    """One other shop beside a stack, on that stack's PostgreSQL.

    `list_page`, `detail_page`, `search_page` and `checkout` are one unit of work each, as a
    customer's browser or storefront would ask for it; each checks its answer.
    """

    name: str
    folder: Path

    def __init__(self, stack: Stack) -> None:
        self.stack, self.port = stack, free_port()
        self.home = HOME / "peers" / self.name
        self.process: subprocess.Popen[bytes] | None = None
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=120)
        self.log = stack.var.parent / f"{self.name}.log"

    @abstractmethod
    def install(self) -> None:
        """Install from the registry, pinned; nothing to do where it is installed already."""

    @abstractmethod
    def seed_command(self, goods: Path) -> Sequence[str]:
        """What fills the database from the CSV file of goods."""

    @abstractmethod
    def serve_command(self) -> Sequence[str]:
        """What serves it on `self.port`, with one process."""

    def build_index(self) -> None:  # noqa: B027  (not every peer has one)
        """What is left to fill with the server running: a search index."""

    @abstractmethod
    def learn(self) -> None:
        """Addresses and ids that the units of work need."""

    @abstractmethod
    def list_page(self, i: int) -> object: ...

    @abstractmethod
    def detail_page(self, i: int) -> object: ...

    @abstractmethod
    def search_page(self, i: int) -> object: ...

    @abstractmethod
    def checkout(self, i: int) -> object: ...

    @property
    def owner_url(self) -> str:
        """The stack's database, as its owner."""
        state = json.loads((self.stack.var / "run" / "engines.json").read_text())
        return str(state["urls"]["owner_url"])

    @property
    def database_url(self) -> str:
        """The peer's own database there."""
        return self.owner_url.replace("/jishi?", f"/peer_{self.name}?")

    @property
    def environment(self) -> dict[str, str]:
        """Where its database is, and its port."""
        owner = conninfo_to_dict(self.owner_url)
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("JISHI_")},
            "PEER_DATABASE": f"peer_{self.name}",
            "PEER_USER": str(owner["user"]),
            "PEER_PASSWORD": str(owner["password"]),
            "PEER_SOCKET": str(owner["host"]),
            "PEER_DB_PORT": str(owner["port"]),
            "PEER_PORT": str(self.port),
            "PEER_MEDIA": str(self.stack.var.parent / f"{self.name}-media"),
        }

    def start(self, goods: Path) -> None:
        """Install, make the database, fill it (or restore the same from before), serve."""
        shutil.copytree(self.folder, self.home, dirs_exist_ok=True)
        self.install()
        key = hashlib.sha256(goods.read_bytes()).hexdigest()[:16]
        kept = self.home / f"{key}.dump"
        with psycopg.connect(self.owner_url, autocommit=True) as db:
            db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"peer_{self.name}")))
        if kept.exists():
            load(self.database_url, kept)
        else:
            self._run(self.seed_command(goods), PEER_SEED="1", PEER_CSV=str(goods))
        self._serve()
        if not kept.exists():
            self.build_index()
            dump(self.database_url, kept)
        with psycopg.connect(self.database_url, autocommit=True) as db:
            db.execute("ANALYZE")
        self.learn()

    def _serve(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.serve_command(), cwd=self.home, env=self.environment, stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self.list_page(0)
                return
            except (httpx.HTTPError, AssertionError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def stop(self) -> None:
        """End its server."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def _run(self, command: Sequence[str], **more: str) -> None:
        with self.log.open("ab") as log:
            done = subprocess.run(
                command, cwd=self.home, env=self.environment | more, stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SEED_SECONDS,
            )  # fmt: skip
        assert done.returncode == 0, f"{command}: {self.log.read_text()[-3000:]}"

    def cpu_seconds(self) -> float:
        """User and system time of its server so far."""
        assert self.process is not None
        server = psutil.Process(self.process.pid)
        times = [p.cpu_times() for p in (server, *server.children(recursive=True))]
        return sum(t.user + t.system for t in times)
