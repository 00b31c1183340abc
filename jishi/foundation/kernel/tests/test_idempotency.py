"""One answer per key, under repetition, other input and concurrency."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from django.db import connection

from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.models import IdempotencyRecord
from jishi.foundation.kernel.transactions import durable


@dataclass(frozen=True)
class Answer:
    number: int


def ask(calls: list[int], key: str = "k", value: object = 1) -> Answer:
    def run() -> Answer:
        calls.append(1)
        return Answer(len(calls))

    return once(scope="test", owner="me", key=key, value=value, kind=Answer, run=run)


@pytest.mark.django_db
def test_the_first_answer_is_given_again():
    calls: list[int] = []
    assert ask(calls) == ask(calls) == Answer(1)
    assert len(calls) == 1


@pytest.mark.django_db
def test_other_input_under_a_used_key_is_refused_and_changes_nothing():
    calls: list[int] = []
    ask(calls)
    with pytest.raises(IdempotencyConflict) as refusal:
        ask(calls, value=2)
    assert refusal.value.code == "idempotency_conflict"
    assert (len(calls), IdempotencyRecord.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 121, "a\x00b"])
def test_an_unfit_key_is_refused(key):
    with pytest.raises(InvalidInput):
        ask([], key=key)


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_run_once():
    calls: list[int] = []
    answers: list[Answer] = []
    barrier = threading.Barrier(12)

    def work() -> None:
        try:
            barrier.wait()
            with durable():
                answers.append(ask(calls))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Answer(1)] * 12
    assert len(calls) == 1
