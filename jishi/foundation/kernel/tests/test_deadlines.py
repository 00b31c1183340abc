"""Timers fire what is due by the market clock, each in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock, deadlines
from jishi.foundation.kernel.errors import NotFound, SandboxOnly
from jishi.foundation.kernel.factories import clock_at, pass_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def timers(monkeypatch):
    table = {}
    monkeypatch.setattr(deadlines, "_timers", table)
    return table


def test_what_falls_due_is_fired_once(timers):
    first, later = uuid4(), uuid4()
    due = {first: clock.now() + timedelta(days=1), later: clock.now() + timedelta(days=9)}
    fired = []

    def fire(item):
        fired.append(item)
        del due[item]

    deadlines.register_timer(
        "test", lambda limit: [i for i, at in due.items() if at <= clock.now()][:limit], fire
    )
    assert deadlines.fire_due() == 0
    assert pass_time(timedelta(days=2)) == 1
    assert fired == [first]
    assert pass_time(timedelta(days=8)) == 1
    assert fired == [first, later]


def test_one_that_fails_does_not_stop_the_others(timers):
    items = [uuid4() for _ in range(5)]
    left = list(items)

    def fire(item):
        if item == items[0]:
            raise NotFound
        if item == items[1]:
            raise RuntimeError
        left.remove(item)

    deadlines.register_timer("test", lambda limit: left[:limit], fire)
    assert deadlines.fire_due(batch=2) == 3
    assert left == items[:2]


def test_the_clock_moves_only_in_a_sandbox(monkeypatch):
    before = clock.now()
    with clock_at(timedelta(days=8)):
        assert clock.now() - before >= timedelta(days=8)
    assert clock.offset() == timedelta()
    monkeypatch.setattr(clock.settings, "sandbox", False)
    with pytest.raises(SandboxOnly) as refusal:
        clock.advance(timedelta(days=1))
    assert refusal.value.code == "sandbox_only"
    assert clock.offset() == timedelta()
