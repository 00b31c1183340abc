"""Many at once on the real PostgreSQL: a case has one answer, money goes back once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.transactions import durable
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.apply_for_after_sale import apply_for_after_sale
from jishi.trade.aftersales.actions.withdraw_after_sale import withdraw_after_sale
from jishi.trade.aftersales.factories import PICTURE, apply, buyer_of, make_order, merchant_of
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, Reason
from jishi.trade.payments.queries import list_refunds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests():
    """The queue's tables are not Django's: what other tests left there would run here."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


def at_once(count: int, run: Callable[[int], object]) -> list[object]:
    """Run it `count` times from as many threads; answers, or the codes of domain errors."""
    gate = Barrier(count)

    def one(number: int) -> object:
        gate.wait()
        try:
            return run(number)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_the_shop_agrees_while_the_buyer_withdraws_and_both_click_twice():
    order = make_order()
    case = apply(order)
    buyer, merchant = buyer_of(case), merchant_of(case)

    def run(number):
        with durable():
            if number % 2:
                return withdraw_after_sale(actor=buyer, case_id=case.id, idempotency_key="b").status
            return agree_after_sale(actor=merchant, case_id=case.id, idempotency_key="m").status

    answers = at_once(6, run)
    status = load_case(case.id).status
    assert status in (AfterSaleStatus.REFUNDED, AfterSaleStatus.WITHDRAWN)
    assert answers.count(status) == 3
    assert answers.count("transition_refused") == 3
    run_pending_jobs()
    assert len(list_refunds(order.payment_id)) == (status is AfterSaleStatus.REFUNDED)
    assert ask_all() == []


def test_eight_applications_for_one_piece_at_once_are_one_case():
    order = make_order()

    def run(number):
        with durable():
            return apply_for_after_sale(
                actor=buyer_of(order),
                order_id=order.id,
                line_id=order.lines[0].id,
                kind=AfterSaleKind.REFUND_ONLY,
                reason=Reason.DAMAGED,
                quantity=1,
                evidence=PICTURE,
                idempotency_key=f"k{number}",
            ).status

    answers = at_once(8, run)
    assert sorted(set(map(str, answers))) == ["quantity_not_free", "requested"]
    assert AfterSale.objects.count() == 1
    assert ask_all() == []
