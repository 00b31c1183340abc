"""Signals for tests, through the real door."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from jishi.traffic.signals.actions import accept_signals
from jishi.traffic.signals.consumer import Consumer
from jishi.traffic.signals.types import Viewer


def make_viewer(person_id: UUID | None = None, language: str = "zh-hans") -> Viewer:
    """A device that was never seen before, or a person's."""
    key = f"p:{person_id.hex}" if person_id else f"a:{uuid4().hex}"
    return Viewer(person_id, key, language)


def event(kind: str, post_id: UUID | None = None, **values: Any) -> dict[str, Any]:
    """One event as a device sends it."""
    values = {"id": str(uuid4()), "kind": kind, "post_id": str(post_id) if post_id else None} | {
        key: str(value) if isinstance(value, UUID) else value for key, value in values.items()
    }
    return {key: value for key, value in values.items() if value is not None}


def send(viewer: Viewer, *events: dict[str, Any]) -> None:
    """Send events as one batch."""
    accept_signals(
        viewer_key=viewer.viewer_key,
        person_id=viewer.person_id,
        raw=json.dumps({"events": events}).encode(),
    )


def consume() -> None:
    """Let a consumer take all that has come, and write it to the lake."""
    consumer = Consumer("test", flush_seconds=0.0)
    while consumer.step(block_ms=1):
        pass
    consumer.flush()
