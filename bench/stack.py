"""A market to measure: web and engines on a folder of their own, CPU counted per process."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.buying import connect
from tests.market import Market

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


class Stack(Market):
    """A market without background processes, so that only the measured work runs."""

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

    def measure(self, work: Callable[[int], object], n: int) -> Cost:
        """CPU per call of `work(i)` for i in range(n); Valkey counts as database."""
        before = self.cpu_seconds("web"), self.cpu_seconds("postgres", "valkey"), os.times()
        for i in range(n):
            work(i)
        time.sleep(0.05)  # let the servers book their last tick
        after = self.cpu_seconds("web"), self.cpu_seconds("postgres", "valkey"), os.times()
        client = sum(after[2][:2]) - sum(before[2][:2])
        return Cost(
            (after[0] - before[0]) * 1000 / n,
            (after[1] - before[1]) * 1000 / n,
            client * 1000 / n,
        )

    def rounds(self, *works: tuple[Callable[[int], object], int]) -> list[list[Cost]]:
        """Interleaved rounds of several kinds of work; a first one warms up."""
        for work, n in works:
            self.measure(work, max(1, n // 4))
        costs: list[list[Cost]] = [[] for _ in works]
        for _ in range(ROUNDS):
            for kind, (work, n) in zip(costs, works, strict=True):
                kind.append(self.measure(work, n))
        return costs

    def load(self, code: str) -> dict[str, object]:
        """Run code inside the market; it prints one JSON object."""
        found = json.loads(self.python(code).strip().splitlines()[-1])
        with connect(self) as db:  # as the server does by itself a minute later
            db.execute("ANALYZE")
        return found


@contextlib.contextmanager
def running_stack() -> Iterator[Stack]:
    """A stack in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        stack = Stack(Path(folder) / "var", allowed_hosts="127.0.0.1,localhost")
        try:
            stack.start("--only", "web")
            yield stack
        finally:
            stack.stop()
