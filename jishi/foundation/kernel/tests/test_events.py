"""Events are recorded with the change, delivered once, and lost with a change that fails."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from jishi.foundation.kernel import events
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.models import EventDelivery, EventLog

pytestmark = pytest.mark.django_db
seen: list[UUID] = []


@dataclass(frozen=True, kw_only=True)
class BellRung(events.Event):
    NAME = "kernel_tests.bell_rung"
    bell_id: UUID
    times: int = 1


@events.subscribe(BellRung)
def note_bell(event: BellRung) -> None:
    seen.append(event.bell_id)


def test_a_recorded_event_reaches_its_subscriber_once():
    seen.clear()
    bell = uuid4()
    with transaction.atomic():
        event_id = events.record(BellRung(bell_id=bell, times=2))
    assert run_pending_jobs() == 1
    (handler,) = events.handler_names(BellRung.NAME)
    assert events.deliver(event_id, handler) is False
    assert seen == [bell]
    assert recorded(BellRung.NAME) == [BellRung(bell_id=bell, times=2)]


def test_an_event_of_a_change_that_failed_never_was():
    with pytest.raises(RuntimeError), transaction.atomic():
        events.record(BellRung(bell_id=uuid4()))
        raise RuntimeError
    assert run_pending_jobs() == 0
    assert not EventLog.objects.exists()


def test_a_handler_that_fails_is_not_marked_as_done():
    def fail(event):
        raise ValueError

    bell = uuid4()
    event_id = events.record(BellRung(bell_id=bell))
    (handler,) = events.handler_names(BellRung.NAME)
    events._handlers[BellRung.NAME][handler], kept = (
        lambda e, i: fail(e),
        events._handlers[BellRung.NAME][handler],
    )
    try:
        with pytest.raises(ValueError), transaction.atomic():
            events.deliver(event_id, handler)
    finally:
        events._handlers[BellRung.NAME][handler] = kept
    assert not EventDelivery.objects.exists()
    assert events.deliver(event_id, handler) is True
