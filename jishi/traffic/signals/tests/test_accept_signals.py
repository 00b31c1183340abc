import json
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_operator
from jishi.foundation.kernel.errors import DomainError, TooManyRequests
from jishi.foundation.kernel.policies import change_policy, forget_policies
from jishi.foundation.kernel.types import operator_actor
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals import policies
from jishi.traffic.signals.actions import accept_signals
from jishi.traffic.signals.factories import event
from jishi.traffic.signals.rules import STREAM

pytestmark = pytest.mark.django_db


def accept(raw: bytes, viewer: str = "a:1", ip: str | None = None) -> int:
    return accept_signals(viewer_key=viewer, person_id=None, raw=raw, ip=ip)


def batch(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


def test_a_batch_is_one_entry_of_the_stream():
    assert accept(batch(event("impression", uuid4()), event("play", uuid4()))) == 2
    assert get_valkey().xlen(STREAM) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        b"[]",
        b'{"events": []}',
        batch({"kind": "impression"}),
        batch({"id": "1", "kind": "impression"}),
        batch({**event("impression"), "kind": "hack"}),
        batch({**event("progress"), "ms": -1}),
        batch({**event("progress"), "ms": 10**9}),
        batch({**event("impression"), "slot": -1}),
        batch({**event("impression"), "at": "2026-01-01T00:00:00"}),  # no zone
        batch({**event("impression"), "surprise": 1}),
        batch({**event("impression"), "post_id": "1' OR 1=1 --"}),
        batch(*(event("play") for _ in range(101))),
        b'{"events": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_bad_batches_are_refused_whole(raw):
    with pytest.raises(DomainError) as caught:
        accept(raw)
    assert caught.value.code == "invalid_signals"
    assert get_valkey().xlen(STREAM) == 0


def test_too_large():
    with pytest.raises(DomainError) as caught:
        accept(b" " * (64 * 1024 + 1))
    assert caught.value.code == "signals_too_large"
    assert get_valkey().xlen(STREAM) == 0


@pytest.fixture
def set_policy():
    """Put a value in force for one test, as an operator would."""
    operator = make_operator()

    def change(policy, value):
        with transaction.atomic():
            change_policy(
                actor=operator_actor(operator.id), name=policy.name, value=value, reason="test"
            )

    yield change
    forget_policies()


def test_one_viewer_is_limited(set_policy):
    set_policy(policies.VIEWER_RATE, "2/minute")
    for _ in range(2):
        accept(batch(event("play")))
    with pytest.raises(TooManyRequests) as caught:
        accept(batch(event("play")))
    assert caught.value.code == "too_many_requests"
    accept(batch(event("play")), viewer="a:2")


def test_address_limit_holds_across_cookies(set_policy):
    set_policy(policies.ADDRESS_RATE, "3/minute")
    for number in range(3):
        accept(batch(event("play")), viewer=f"a:{number}", ip="192.0.2.1")
    with pytest.raises(TooManyRequests):
        accept(batch(event("play")), viewer="a:9", ip="192.0.2.1")
    accept(batch(event("play")), viewer="a:9", ip="192.0.2.2")


def test_a_long_backlog_refuses_instead_of_forgetting(set_policy):
    set_policy(policies.MAX_BACKLOG, 2)
    accept(batch(event("play")))
    accept(batch(event("play")))
    with pytest.raises(DomainError) as caught:
        accept(batch(event("play")))
    assert caught.value.code == "signals_paused"
    assert get_valkey().xlen(STREAM) == 2
