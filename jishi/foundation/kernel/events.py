"""Facts: recorded with the change that made them true, delivered to each subscriber once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import connection
from procrastinate.types import JSONValue
from pydantic import TypeAdapter

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import id_array, new_id


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every fact. Subclasses are frozen dataclasses named in the past tense.

    `NAME` is `<room>.<fact>` and is API contract; fields are ids, texts, numbers, times.
    """

    NAME: ClassVar[str]

    def __init_subclass__(cls) -> None:
        name = cls.__dict__.get("NAME")
        if name:
            if name in EVENTS and EVENTS[name].__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are named {name}")
            EVENTS[name] = cls


EVENTS: dict[str, type[Event]] = {}
E_co = TypeVar("E_co", bound=Event)
Handler = Callable[[Any, UUID], None]
_handlers: dict[str, dict[str, Handler]] = {}


_adapters: dict[str, TypeAdapter[Event]] = {}


def _adapter(kind: type[Event]) -> TypeAdapter[Event]:
    if kind.NAME not in _adapters:
        _adapters[kind.NAME] = TypeAdapter(kind)
    return _adapters[kind.NAME]


def subscribe(kind: type[E_co]) -> Callable[[Callable[[E_co], None]], Callable[[E_co], None]]:
    """Register a function of a room's `handlers.py` for a kind of event.

    It runs in a job, in a transaction of its own, once per event even when the job is repeated.
    """

    def register(function: Callable[[E_co], None]) -> Callable[[E_co], None]:
        name = f"{function.__module__.removesuffix('.handlers')}.{function.__name__}"
        _handlers.setdefault(kind.NAME, {})[name] = lambda event, _id: function(event)
        return function

    return register


def handler_names(event_name: str) -> tuple[str, ...]:
    """Names of the handlers subscribed to an event."""
    return tuple(_handlers.get(event_name, {}))


def record(event: Event) -> UUID:
    """Write the fact to the event log and hand it to its subscribers when the change is kept."""
    event_id = new_id()
    payload = _adapter(type(event)).dump_json(event).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_eventlog (id, name, payload, occurred_at) VALUES (%s, %s, %s, %s)",
            [event_id, event.NAME, payload, clock.now()],
        )
    names = handler_names(event.NAME)
    if names:
        from jishi.foundation.kernel import jobs

        deliveries: list[dict[str, JSONValue]] = [
            {"event_id": str(event_id), "handler": name} for name in names
        ]
        jobs.deliver_event.batch_defer(*deliveries)
    return event_id


def record_all(events: Sequence[Event]) -> None:
    """As `record`, for many events of one kind in one statement."""
    if not events:
        return
    kind, at = type(events[0]), clock.now()
    ids = [new_id() for _ in events]
    payloads = [_adapter(kind).dump_json(event).decode() for event in events]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_eventlog (id, name, payload, occurred_at)"
            " SELECT e.id, %s, e.payload, %s"
            " FROM ROWS FROM (unnest(%s::uuid[]), jsonb_array_elements(%s::jsonb))"
            " AS e(id, payload)",
            [kind.NAME, at, id_array(ids), f"[{','.join(payloads)}]"],
        )
    deliveries: list[dict[str, JSONValue]] = [
        {"event_id": str(event_id), "handler": name}
        for name in handler_names(kind.NAME)
        for event_id in ids
    ]
    if deliveries:
        from jishi.foundation.kernel import jobs

        jobs.deliver_event.batch_defer(*deliveries)


def load(name: str, payload: str | bytes | dict[str, Any]) -> Event:
    """The event as it was recorded; raises KeyError for a name nobody declares any more."""
    kind = EVENTS[name]
    if isinstance(payload, dict):
        return _adapter(kind).validate_python(payload, strict=False)
    return _adapter(kind).validate_json(payload)


def deliver(event_id: UUID, handler: str) -> bool:
    """Run one handler for one event, once; False when it had run before.

    The caller owns the transaction. A handler that raises leaves no trace and is tried again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_eventdelivery (event_id, handler) VALUES (%s, %s)"
            " ON CONFLICT DO NOTHING",
            [event_id, handler],
        )
        if cursor.rowcount == 0:
            return False
        cursor.execute("SELECT name, payload::text FROM kernel_eventlog WHERE id = %s", [event_id])
        name, payload = cursor.fetchone()
    function = _handlers.get(name, {}).get(handler)
    if function is not None:  # a handler that was removed since has nothing left to do
        function(load(name, payload), event_id)
    return True
