"""The signals process: stream → counters within a second → Parquet lake, acknowledged last.

A batch is acknowledged only when its file is in the lake. Whoever dies before that leaves it
pending, and the next consumer takes it over; ids make the repetition harmless.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import defaultdict
from typing import Any, cast

import structlog
from django.db import connections
from valkey.exceptions import ResponseError, ValkeyError

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.actions.copy_event_log import copy_event_log
from jishi.traffic.signals.actions.count_signals import count_signals
from jishi.traffic.signals.providers.lake_files import write_records, write_signals
from jishi.traffic.signals.rules import (
    GROUP,
    RECORDS,
    STREAM,
    Record,
    decode_entry,
    decode_record,
)
from jishi.traffic.signals.types import Signal, list_listeners

log = structlog.get_logger(__name__)

FLUSH_SECONDS = 5.0
FLUSH_EVENTS = 50_000
TICK_SECONDS = 1.0
BLOCK_MS = 200
# Longer than a healthy consumer ever holds a batch, shorter than anybody would wait.
CLAIM_IDLE_MS = 30_000
LEADER = "signals:leader"
Entry = tuple[bytes, dict[bytes, bytes]]


class Consumer:
    """One member of the consumer group; not thread-safe."""

    def __init__(
        self,
        name: str | None = None,
        *,
        flush_seconds: float = FLUSH_SECONDS,
        claim_idle_ms: int = CLAIM_IDLE_MS,
    ) -> None:
        self.name = name or f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident() % 1000}"
        self.flush_seconds = flush_seconds
        self.claim_idle_ms = claim_idle_ms
        self.valkey: Any = get_valkey()  # its stubs mix in the asynchronous client's answers
        self.signals: list[Signal] = []
        self.records: dict[str, list[Record]] = defaultdict(list)
        self.pending: dict[str, list[bytes]] = {STREAM: [], RECORDS: []}
        self.since = time.monotonic()
        self.database_failed = False
        self.ticked = self.claimed = float("-inf")
        for stream in self.pending:
            try:
                self.valkey.xgroup_create(stream, GROUP, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    def step(self, block_ms: int = BLOCK_MS) -> int:
        """Take what has come, count it, keep it; returns how many entries were taken."""
        taken = self._claim() if time.monotonic() - self.claimed > self.claim_idle_ms / 4000 else 0
        answer = self.valkey.xreadgroup(
            GROUP, self.name, dict.fromkeys(self.pending, ">"), count=200, block=block_ms
        )
        for stream, entries in cast("list[tuple[bytes, list[Entry]]]", answer or []):
            taken += self._take(stream.decode(), entries)
        if time.monotonic() - self.ticked >= TICK_SECONDS:
            self._tick()
        held = len(self.signals) + sum(map(len, self.records.values()))
        aged = time.monotonic() - self.since >= self.flush_seconds
        if held >= FLUSH_EVENTS or (aged and any(self.pending.values())):
            self.flush()
        elif aged:
            self.since = time.monotonic()
        return taken

    def _claim(self) -> int:
        """Take over what consumers that are no more have left behind."""
        self.claimed, taken = time.monotonic(), 0
        for stream in self.pending:
            start: Any = "0-0"
            while True:
                start, entries, _gone = self.valkey.xautoclaim(
                    stream, GROUP, self.name, self.claim_idle_ms, start, count=200
                )
                mine = set(self.pending[stream])  # held here, just not written yet
                taken += self._take(stream, [e for e in entries if e[0] not in mine])
                if start in (b"0-0", "0-0"):
                    break
            self._forget_the_dead(stream)
        return taken

    def _forget_the_dead(self, stream: str) -> None:
        for member in self.valkey.xinfo_consumers(stream, GROUP):
            idle = member["idle"] > 20 * self.claim_idle_ms
            if idle and member["pending"] == 0 and member["name"].decode() != self.name:
                self.valkey.xgroup_delconsumer(stream, GROUP, member["name"])

    def _take(self, stream: str, entries: list[Entry]) -> int:
        if not entries:
            return 0
        if not any(self.pending.values()):
            self.since = time.monotonic()
        fresh: list[Signal] = []
        for key, fields in entries:
            self.pending[stream].append(key)
            try:
                if stream == STREAM:
                    fresh += decode_entry(fields)
                else:
                    table, record = decode_record(fields)
                    self.records[table].append(record)
            except Exception:  # what cannot be read must not stop all that comes after it
                log.exception("unreadable_entry", stream=stream, entry=key.decode())
        if fresh:
            count_signals(signals=fresh)
            for listener in list_listeners():
                listener.on_signals(fresh)
            self.signals += fresh
        return len(entries)

    def flush(self) -> None:
        """Publish what is held, then acknowledge it."""
        if self.signals:
            write_signals(self.signals)
        for table, records in self.records.items():
            write_records(table, records)
        pipe = self.valkey.pipeline(transaction=True)
        for stream, keys in self.pending.items():
            for start in range(0, len(keys), 1000):
                pipe.xack(stream, GROUP, *keys[start : start + 1000])
                pipe.xdel(stream, *keys[start : start + 1000])
        pipe.execute()
        self.signals, self.records = [], defaultdict(list)
        self.pending = {stream: [] for stream in self.pending}
        self.since = time.monotonic()

    def _tick(self) -> None:
        """What one consumer does for all: facts to the lake, the listeners' own second."""
        self.ticked = time.monotonic()
        if not self._leads():
            return
        try:
            copy_event_log()
            for listener in list_listeners():
                listener.on_tick()
        except ValkeyError:
            raise
        except Exception:  # PostgreSQL may be away; signals go on without it
            log.exception("tick_failed")
            self.database_failed = True

    def _leads(self) -> bool:
        if self.valkey.set(LEADER, self.name, nx=True, px=5000):
            return True
        if self.valkey.get(LEADER) == self.name.encode():
            self.valkey.pexpire(LEADER, 5000)
            return True
        return False


def run(stop: threading.Event | None = None) -> None:
    """Consume until `stop` is set; goes on by itself after an outage of Valkey or the disk."""
    stop = stop or threading.Event()
    try:
        consumer = _consume(stop)
        if consumer is not None:
            consumer.flush()
    finally:
        connections.close_all()


def _consume(stop: threading.Event) -> Consumer | None:
    consumer: Consumer | None = None
    wait = 0.2
    while not stop.is_set():
        try:
            consumer = consumer or Consumer()
            consumer.step()
            wait = 0.2
            if consumer.database_failed:
                connections.close_all()
                consumer.database_failed = False
        except Exception as error:
            # What is held was not acknowledged: a new consumer claims it and begins again.
            log.warning("signals_interrupted", error=repr(error))
            consumer = None
            stop.wait(wait)
            wait = min(wait * 2, 5.0)
    return consumer
