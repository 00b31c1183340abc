"""The form of a batch of signals, and the names under which they are kept: pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from jishi.traffic.signals.types import BatchInput, Signal, SignalInput

# Devices come back with what they saw offline, but a day later nobody counts it.
OLDEST = timedelta(hours=24)
SEEN_KEPT = 1000  # posts remembered of a viewer

STREAM = "signals:stream"
RECORDS = "signals:records"
GROUP = "lake"
LAKE_NAME = re.compile(r"[a-z][a-z0-9_.]{0,79}")


class Record(NamedTuple):
    """Something other than a signal that is kept in the lake; `payload` is JSON."""

    id: UUID
    kind: str
    at: datetime
    payload: str


_batch = TypeAdapter(BatchInput)


def parse_batch(raw: bytes) -> list[SignalInput]:
    """The events of a batch; raises pydantic's ValidationError."""
    return _batch.validate_json(raw).events


def to_signal(
    item: SignalInput, viewer_key: str, person_id: UUID | None, received_at: datetime
) -> Signal:
    """An event with its time held between a day ago and now: devices' clocks are wrong."""
    at = item.at.astimezone(UTC) if item.at else received_at
    at = min(max(at, received_at - OLDEST), received_at)
    return Signal(
        item.id,
        item.kind.value,
        viewer_key,
        person_id,
        item.post_id,
        item.product_id,
        item.decision_id,
        item.slot,
        item.ms,
        item.duration_ms,
        at,
        received_at,
    )


def partition(table: str, at: datetime, kind: str) -> str:
    """Folder of a day (UTC) and kind inside the lake, as DuckDB and Spark read partitions."""
    return f"{table}/day={at:%Y-%m-%d}/kind={kind}"


def decode_entry(fields: Mapping[bytes, bytes]) -> list[Signal]:
    """The signals of one entry of the stream, as `accept_signals` put them there."""
    received_at = datetime.fromtimestamp(int(fields[b"t"]) / 1000, UTC)
    person = UUID(bytes=fields[b"p"]) if fields[b"p"] else None
    viewer_key = fields[b"v"].decode()
    return [to_signal(i, viewer_key, person, received_at) for i in parse_batch(fields[b"d"])]


def decode_record(fields: Mapping[bytes, bytes]) -> tuple[str, Record]:
    """Table and record of one entry of the records stream, as `keep_record` put it there."""
    at = datetime.fromtimestamp(int(fields[b"at"]) / 1000, UTC)
    kind, payload = fields[b"kind"].decode(), fields[b"d"].decode()
    return fields[b"table"].decode(), Record(UUID(bytes=fields[b"id"]), kind, at, payload)
