"""Refunds before and after settlement: nobody loses a fen, nobody gets one too many."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.queries import get_balance, sum_account_prefix
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.factories import line_of, make_buyer, make_paid_order, make_received_order
from jishi.trade.orders.queries import load_order
from jishi.trade.payments.queries import get_payment
from jishi.trade.settlement.actions.add_share import add_share
from jishi.trade.settlement.actions.hold_release import hold_release
from jishi.trade.settlement.actions.refund_order import refund_order
from jishi.trade.settlement.actions.unhold_release import unhold_release
from jishi.trade.settlement.errors import NothingToRefund, RefundExceedsLine
from jishi.trade.settlement.models import Receivable
from jishi.trade.settlement.queries import (
    find_refund,
    get_settlement,
    list_refunds,
    refundable,
    simulate_refund,
)
from jishi.trade.settlement.types import RefundItem, SettlementStatus, ShareRole, ShareStatus
from jishi.trade.shops.factories import make_shop

pytestmark = pytest.mark.django_db
WINDOW = timedelta(days=7, hours=1)


@pytest.fixture
def order():
    """Two lines of odd prices, received; a creator has 7 % of the first."""
    return make_order()


def make_order():
    buyer = make_buyer()
    shop = make_shop()
    first = make_product(shop, price_minor=3333)
    second = make_product(shop, price_minor=1001)
    order = make_received_order(buyer, line_of(first, 3), line_of(second, 2))
    run_pending_jobs()
    share(order)
    return order


def share(order):
    return add_share(
        actor=SYSTEM,
        order_id=order.id,
        line_id=order.lines[0].id,
        payee=f"person:{new_id()}:available",
        role=ShareRole.CREATOR,
        rate_ppm=70_000,
        idempotency_key="creator",
    )


def refund(order, *items, ref="r1", freight=0):
    return refund_order(
        actor=SYSTEM,
        order_id=order.id,
        items=[RefundItem(order.lines[n].id, quantity, amount) for n, quantity, amount in items],
        freight_minor=freight,
        reason="does not fit",
        business_ref=ref,
        idempotency_key=ref,
    )


def balance(name):
    return get_balance(name).posted_minor


def available(order):
    return f"shop:{order.shop_id}:available"


def spend(account, amount):
    post_entry(
        actor=SYSTEM,
        business_ref=f"test:{new_id()}",
        kind="test",
        postings=[PostingInput(account, -amount), PostingInput("provider:bank:clearing", amount)],
        idempotency_key=str(new_id()),
    )


def test_before_settlement_it_comes_out_of_escrow(order):
    before = get_settlement(order.id)
    thought = simulate_refund(order.id, [RefundItem(order.lines[0].id, 1, 3333)])
    done = refund(order, (0, 1, 3333))
    after = get_settlement(order.id)
    assert done.buyer_minor == thought.buyer_minor == 3333
    assert balance(f"escrow:order:{order.id}") == order.total_minor - 3333 == after.base_minor
    assert {p.role: p.after_minor for p in thought.parts} == {
        "shop": after.shop_minor,
        "platform": after.fee_minor,
        "creator": after.shares[0].amount_minor,
    }
    # two thirds of the line are left, and of everybody's part of it
    assert (before.shares[0].amount_minor, after.shares[0].amount_minor) == (700, 467)
    line = load_order(order.id).lines[0]
    assert (line.refunded_quantity, line.refunded_minor) == (1, 3333)
    left = refundable(order.id)
    assert [(n.quantity_left, n.left_minor) for n in left.lines] == [(2, 6666), (2, 2002)]
    run_pending_jobs()
    assert find_refund("r1").arrived_at is not None
    assert [e.business_ref for e in recorded("settlement.refund_arrived")] == ["r1"]
    pass_time(WINDOW)
    assert balance(f"escrow:order:{order.id}") == 0
    assert balance(available(order)) == after.shop_minor
    assert ask_all() == []


def test_the_same_again_is_the_same_refund(order):
    first = refund(order, (1, 1, 900))
    assert refund(order, (1, 1, 900)).id == first.id
    assert len(list_refunds(order.id)) == 1
    with pytest.raises(IdempotencyConflict):
        refund(order, (1, 1, 901))


def test_after_settlement_each_payee_gives_back_its_part(order):
    pass_time(WINDOW)
    creator = get_settlement(order.id).shares[0].payee
    refund(order, (0, 3, 9999))
    view = get_settlement(order.id)
    assert balance(creator) == 0 == view.shares[0].amount_minor
    assert view.shares[0].status is ShareStatus.TAKEN_BACK
    assert balance(available(order)) == view.shop_minor
    assert balance("platform:fees") == view.fee_minor
    assert [e.amount_minor for e in recorded("settlement.share_taken_back")] == [700]
    run_pending_jobs()
    assert ask_all() == []


def test_what_a_payee_has_spent_others_stand_in_for(order):
    pass_time(WINDOW)
    view = get_settlement(order.id)
    creator, shop = view.shares[0].payee, available(order)
    spend(creator, 700)
    # the shop has money in all three places, too little in each
    spend(shop, view.shop_minor - 5000)
    for part in ("reserve", "deposit"):
        spend(f"shop:{order.shop_id}:{part}", -1500)
    thought = simulate_refund(order.id, [RefundItem(order.lines[0].id, 3, 9999)])
    refund(order, (0, 3, 9999))
    assert [balance(f"shop:{order.shop_id}:{p}") for p in ("available", "reserve", "deposit")] == [
        0, 0, 0,
    ]  # fmt: skip
    short = 9999 - 500 - 8000  # less the fee and what the shop had
    assert -balance("platform:receivable") == short
    taken = [line for part in thought.parts for line in part.taken_from]
    assert ("platform:receivable", short) in [
        (name, sum(m for n, m in taken if n == name)) for name, _ in taken
    ]
    owed = {(r.debtor, r.creditor): r.amount_minor for r in Receivable.objects.all()}
    assert owed == {
        (creator, "platform:receivable"): 700,
        (shop, "platform:receivable"): short - 700,
    }
    run_pending_jobs()
    assert ask_all() == []


def test_debts_are_paid_out_of_the_next_settlement():
    buyer = make_buyer()
    product = make_product(price_minor=10_000)
    first = make_received_order(buyer, line_of(product))
    second = make_received_order(buyer, line_of(product))
    run_pending_jobs()
    hold_release(actor=SYSTEM, order_id=second.id, reason="wait", business_ref="test:1")
    pass_time(WINDOW)
    assert get_settlement(second.id).status is SettlementStatus.HELD
    assert get_settlement(second.id).blocked_by == ("test:1",)
    spend(available(first), 9_000)
    refund(first, (0, 1, 10_000))
    assert balance("platform:receivable") == -9_000
    assert unhold_release(actor=SYSTEM, order_id=second.id, business_ref="test:1")
    assert not unhold_release(actor=SYSTEM, order_id=second.id, business_ref="test:1")
    pass_time(timedelta(minutes=1))
    assert balance("platform:receivable") == 0
    assert balance(available(first)) == 500
    assert not Receivable.objects.filter(closed_at=None).exists()
    assert not hold_release(actor=SYSTEM, order_id=second.id, reason="late", business_ref="test:2")
    run_pending_jobs()
    assert ask_all() == []


def test_refunded_whole_it_ends(order):
    refund(order, (0, 3, 9999), (1, 2, 2002))
    view = get_settlement(order.id)
    assert view.status is SettlementStatus.CANCELLED
    assert view.shares[0].status is ShareStatus.CANCELLED
    run_pending_jobs()
    assert load_order(order.id).refunded_at is not None
    pass_time(WINDOW)
    with pytest.raises(NothingToRefund):
        refund(order, (0, 0, 1), ref="r2")
    assert sum_account_prefix("") == balance("provider:sandbox:clearing") == 0
    assert ask_all() == []


def test_a_refund_in_part_and_then_the_rest_by_cancelling():
    buyer = make_buyer()
    order = make_paid_order(buyer, line_of(make_product(price_minor=500), 4))
    run_pending_jobs()
    refund(order, (0, 1, 450))
    cancel_order(actor=buyer, order_id=order.id, reason="", idempotency_key="c")
    run_pending_jobs()
    assert get_payment(order.payment_id).refunded_minor == order.payable_minor
    assert get_settlement(order.id).status is SettlementStatus.CANCELLED
    assert load_order(order.id).refunded_at is not None
    assert sum_account_prefix("") == balance("provider:sandbox:clearing") == 0
    with pytest.raises(TransitionRefused):
        refund(order, (0, 1, 1), ref="r2")
    assert ask_all() == []


@pytest.mark.parametrize(
    ("items", "freight", "error"),
    [
        ([(0, 4, 1)], 0, RefundExceedsLine),
        ([(0, 1, 10_000)], 0, RefundExceedsLine),
        ([(0, 1, 1), (0, 1, 1)], 0, InvalidInput),
        ([(0, -1, 1)], 0, InvalidInput),
        ([(0, 1, -1)], 0, InvalidInput),
        ([(0, 1, 0)], 0, NothingToRefund),
        ([], 1, RefundExceedsLine),
    ],
)
def test_what_cannot_be(order, items, freight, error):
    before = get_settlement(order.id)
    with pytest.raises(error):
        refund(order, *items, freight=freight)
    assert get_settlement(order.id) == before
    assert list_refunds(order.id) == ()
    assert balance(f"escrow:order:{order.id}") == order.total_minor


steps = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 6000), st.booleans()),
    min_size=2,
    max_size=5,
)


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps, st.integers(0, 4), st.integers(0, 9000))
def test_whatever_is_refunded_when_it_adds_up(walk, settle_at, spent):
    order = make_order()
    paid_back = 0
    for n, (index, quantity, amount, whole) in enumerate(walk):
        if n == settle_at:
            pass_time(WINDOW)
            spend(available(order), min(spent, balance(available(order))) or -1)
        left = refundable(order.id).lines[index]
        asked = left.left_minor if whole else amount
        try:
            done = refund(
                order, (index, min(quantity, left.quantity_left), asked), ref=f"{order.id}:{n}"
            )
        except (RefundExceedsLine, NothingToRefund):
            assert asked > left.left_minor or asked == 0 or left.left_minor == 0
            continue
        paid_back += done.buyer_minor
        view = get_settlement(order.id)
        parts = [view.fee_minor, view.shop_minor, *(s.amount_minor for s in view.shares)]
        assert min(parts) >= 0
        assert sum(parts) == order.total_minor - paid_back
        assert get_payment(order.payment_id).refunded_minor == paid_back <= order.payable_minor
    run_pending_jobs()
    pass_time(WINDOW)
    assert sum_account_prefix("") == 0
    assert ask_all() == []
