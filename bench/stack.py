"""A market to measure: web and engines on a folder of their own, CPU counted per process."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.results import Result
from tests.buying import connect
from tests.market import Market

if TYPE_CHECKING:
    from bench.peers.peer import Peer

ROUNDS = 7


@dataclass
class Cost:
    """CPU milliseconds per unit in one round."""

    web: float
    database: float
    client: float

    @property
    def server(self) -> float:
        return self.web + self.database


# What is called with 0, 1, 2 …, how often, and whose CPU counts (our web's, when left out).
Work = (
    tuple[Callable[[int], object], int] | tuple[Callable[[int], object], int, Callable[[], float]]
)


class Stack(Market):
    """A market without background processes, so that only the measured work runs."""

    with_peers = False
    peers: Sequence[Peer] = ()

    def connect(self) -> http.client.HTTPConnection:
        """A kept connection to web."""
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def get(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        """One GET that must succeed."""
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status, body[:300])
        return body

    def measure(
        self,
        work: Callable[[int], object],
        n: int,
        server_seconds: Callable[[], float] | None = None,
    ) -> Cost:
        """CPU per call of `work(i)` for i in range(n); Valkey counts as database.

        `server_seconds` reads the CPU of another server than our web.
        """
        server = server_seconds or (lambda: self.cpu_seconds("web"))
        before = server(), self.cpu_seconds("postgres", "valkey"), os.times()
        for i in range(n):
            work(i)
        time.sleep(0.05)  # let the servers book their last tick
        after = server(), self.cpu_seconds("postgres", "valkey"), os.times()
        client = sum(after[2][:2]) - sum(before[2][:2])
        return Cost(
            (after[0] - before[0]) * 1000 / n,
            (after[1] - before[1]) * 1000 / n,
            client * 1000 / n,
        )

    def rounds(self, *works: Work) -> list[list[Cost]]:
        """Interleaved rounds of several kinds of work; a first one warms up."""
        for work, n, *server in works:
            self.measure(work, max(1, n // 4), *server)
        costs: list[list[Cost]] = [[] for _ in works]
        for _ in range(ROUNDS):
            for kind, (work, n, *server) in zip(costs, works, strict=True):
                kind.append(self.measure(work, n, *server))
        return costs

    def beside(self, unit: str, n: int) -> list[Work]:
        """The same unit of work at each peer, for `rounds`; none without `--peers`."""
        if self.with_peers and not self.peers:
            from bench.peers import start_peers

            self.peers = start_peers(self)
        return [(getattr(peer, unit), n, peer.cpu_seconds) for peer in self.peers]

    def against(self, result: Result, costs: list[list[Cost]]) -> Result:
        """The result beside its cheapest peer, with the others in the notes."""
        found = sorted(
            (statistics.median(c.server for c in cost), peer.name)
            for peer, cost in zip(self.peers, costs, strict=True)
        )
        if not found:
            return result
        value, name = found[0]
        all_of_them = ", ".join(f"{name} {value:.2f}" for value, name in found)
        return replace(
            result,
            peer=name,
            peer_value=round(value, 4),
            ratio=round(value / result.value, 1),
            notes=f"{result.notes}; peers: {all_of_them}",
        )

    def load(self, code: str) -> dict[str, object]:
        """Run code inside the market; it prints one JSON object."""
        found = json.loads(self.python(code).strip().splitlines()[-1])
        with connect(self) as db:  # as the server does by itself a minute later
            db.execute("ANALYZE")
        return found


@contextlib.contextmanager
def running_stack(with_peers: bool = False, **settings: str) -> Iterator[Stack]:
    """A stack in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        stack = Stack(Path(folder) / "var", allowed_hosts="127.0.0.1,localhost", **settings)
        try:
            stack.with_peers = with_peers
            stack.start("--only", "web")
            yield stack
        finally:
            for peer in stack.peers:
                peer.stop()
            stack.stop()
