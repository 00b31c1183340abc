"""What may be asked for: reasons, time, pieces, amounts, attempts."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import DomainError, IdempotencyConflict, NotFound
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.types import person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.aftersales import policies, queries
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.confirm_return import confirm_return
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.actions.withdraw_after_sale import withdraw_after_sale
from jishi.trade.aftersales.factories import (
    apply,
    awaiting_receipt,
    awaiting_return,
    buyer_of,
    fresh,
    give_return_address,
    make_order,
    merchant_of,
    take,
)
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    DeskTab,
    EvidenceInput,
    Reason,
)
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.factories import line_of, make_paid_order, seller_of, ship
from jishi.trade.orders.queries import load_order
from jishi.trade.payments.queries import list_refunds
from jishi.trade.settlement.queries import get_settlement
from jishi.trade.shops.factories import make_shop

pytestmark = pytest.mark.django_db
K = AfterSaleKind


def order_of(*prices, quantity=3):
    """One shipped order with a line for each price."""
    shop = make_shop()
    products = [make_product(shop, price_minor=price, stock=20) for price in prices]
    order = ship(make_paid_order(None, *(line_of(p, quantity) for p in products)))
    run_pending_jobs()
    return load_order(order.id)


def refused(code, order, *args, **values):
    count = AfterSale.objects.count()
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        apply(order, *args, **values)
    assert refusal.value.code == code
    assert AfterSale.objects.count() == count


def receive(order):
    with transaction.atomic():
        receive_order(actor=buyer_of(order), order_id=order.id, idempotency_key=fresh())
    run_pending_jobs()
    return load_order(order.id)


def test_a_claim_is_bounded_by_pieces_money_reason_and_evidence():
    order = order_of(1000, quantity=3)
    refused("quantity_not_free", order, quantity=4)
    refused("invalid_input", order, quantity=0)
    refused("amount_too_high", order, quantity=2, amount_minor=2001)
    refused("invalid_input", order, amount_minor=0)
    refused("evidence_missing", order, evidence=None)
    refused("reason_unfit", order, K.EXCHANGE, Reason.NOT_RECEIVED)
    refused("no_price_drop", order, K.PRICE_PROTECTION, Reason.PRICE_FELL)
    refused("too_much_evidence", order, evidence=EvidenceInput("", tuple("abcdefghij")))
    refused("text_too_long", order, evidence=EvidenceInput("x" * 1001, ("a",)))
    first = apply(order, quantity=2)
    assert (first.amount_minor, first.number) == (2000, f"{order.number}-S1")
    refused("quantity_not_free", order, quantity=2)
    apply(order, quantity=1, amount_minor=400)
    refused("quantity_not_free", order)
    strangers = person_actor(make_person().id)
    for viewer in (strangers, seller_of(order)):
        with pytest.raises(NotFound):
            queries.get_claim(viewer, order.id)


def test_an_order_that_was_not_shipped_is_cancelled_not_claimed():
    order = make_paid_order()
    refused("nothing_to_claim", order)
    assert not queries.get_claim(buyer_of(order), order.id).is_possible


def test_time_runs_out_for_a_change_of_mind_then_for_faults():
    order = receive(order_of(1000))
    assert apply(order, K.RETURN_REFUND, Reason.CHANGED_MIND, evidence=None).kind is K.RETURN_REFUND
    pass_time(timedelta(days=8))
    refused("claim_too_late", order, K.RETURN_REFUND, Reason.CHANGED_MIND)
    assert apply(order).status is AfterSaleStatus.REQUESTED
    pass_time(timedelta(days=8))
    refused("claim_too_late", order)


def test_one_may_apply_five_times_for_a_line():
    order = order_of(1000, 500)
    for _ in range(5):
        take(withdraw_after_sale, buyer_of(order), apply(order))
    refused("too_many_applications", order)
    assert apply(order, line=1).line_id == order.lines[1].id


def test_the_same_click_is_one_case_and_one_refund():
    order = order_of(1000)
    first = apply(order, key="twice")
    assert apply(order, key="twice") == first
    with pytest.raises(IdempotencyConflict):
        apply(order, key="twice", quantity=2)
    once = take(agree_after_sale, merchant_of(first), first, idempotency_key="yes")
    assert take(agree_after_sale, merchant_of(first), first, idempotency_key="yes") == once
    with pytest.raises(DomainError):
        take(agree_after_sale, merchant_of(first), first)
    (refund,) = list_refunds(order.payment_id)
    assert refund.amount_minor == 1000
    run_pending_jobs()
    assert load_case(first.id).arrived_at is not None
    assert ask_all() == []


def test_an_open_case_keeps_the_money_and_its_end_lets_it_go():
    order = receive(order_of(1000))
    case = apply(order, quantity=1, amount_minor=300)
    assert get_settlement(order.id).blocked_by == (f"aftersale:{case.id}",)
    pass_time(timedelta(days=1))
    take(agree_after_sale, merchant_of(case), case)
    assert get_settlement(order.id).blocked_by == ()
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 2700
    pass_time(timedelta(days=8))
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 0
    assert ask_all() == []


def test_goods_that_come_back_are_sold_again_or_not_as_the_shop_says():
    order = order_of(1000, quantity=3)
    sku = order.lines[0].sku_id
    before = stock_of(sku)
    case = apply(order, K.RETURN_REFUND, quantity=3)
    give_return_address(case)
    case = take(agree_after_sale, merchant_of(case), case)
    assert case.return_address.street == "2 Lantern Street"
    case = take(ship_back, buyer_of(case), case, carrier="SF", tracking_number="SF12345")
    with pytest.raises(DomainError) as refusal:
        take(confirm_return, merchant_of(case), case, sellable=1, damaged=1)
    assert refusal.value.code == "count_differs"
    case = take(confirm_return, merchant_of(case), case, sellable=2, damaged=1)
    now = stock_of(sku)
    assert (now.on_hand - before.on_hand, before.sold - now.sold) == (2, 2)
    assert (case.status, case.refunded_minor) == (AfterSaleStatus.REFUNDED, 3000)
    (fact,) = recorded("aftersales.after_sale_refunded")
    assert (fact.quantity, fact.fault, fact.refunded_minor) == (3, "merchant", 3000)
    assert ask_all() == []


def test_a_good_buyer_has_the_money_at_once_and_the_goods_are_counted_later(monkeypatch):
    monkeypatch.setattr(Policy, "get", _generous(Policy.get))
    order = order_of(1000)
    case = apply(order, amount_minor=500)
    assert (case.status, case.is_fast) == (AfterSaleStatus.REFUNDED, True)
    case = awaiting_receipt(order_of(900, quantity=1))
    assert (case.status, case.is_fast) == (AfterSaleStatus.REFUNDED, True)
    case = take(confirm_return, merchant_of(case), case, sellable=1, damaged=0)
    assert case.restocked_at is not None
    assert case.next_steps == ()
    assert apply(order_of(100_000)).status is AfterSaleStatus.REQUESTED
    assert ask_all() == []


def _generous(real):
    def get(policy):
        asked = {policies.FAST_MAX_RATE_PPM.name: 10**9, policies.FAST_MIN_ORDERS.name: 0}
        return asked[policy.name] if policy.name in asked else real(policy)

    return get


def test_the_difference_to_a_lower_price_comes_back_by_itself_and_again():
    order = order_of(1000, quantity=2)
    with transaction.atomic():
        set_price(actor=seller_of(order), sku_id=order.lines[0].sku_id, price_minor=800)
    values = {"quantity": 2, "evidence": None}
    case = apply(order, K.PRICE_PROTECTION, Reason.PRICE_FELL, **values)
    assert (case.status, case.refunded_minor) == (AfterSaleStatus.REFUNDED, 400)
    refused("no_price_drop", order, K.PRICE_PROTECTION, Reason.PRICE_FELL, **values)
    with transaction.atomic():
        set_price(actor=seller_of(order), sku_id=order.lines[0].sku_id, price_minor=750)
    assert apply(order, K.PRICE_PROTECTION, Reason.PRICE_FELL, **values).refunded_minor == 100
    assert apply(order, quantity=2).amount_minor == 1500
    assert ask_all() == []


def test_after_settlement_money_comes_back_from_everybody():
    order = receive(order_of(1000, quantity=1))
    pass_time(timedelta(days=8))
    shop = f"shop:{order.shop_id}:available"
    assert get_balance(shop).posted_minor > 0
    case = apply(order)
    effect = queries.simulate_terms(merchant_of(case), case.id)
    assert effect.is_settled
    assert effect.buyer_minor == 1000
    assert sum(part.back_minor for part in effect.parts) == 1000
    with pytest.raises(DomainError):
        queries.simulate_terms(buyer_of(case), case.id)
    take(agree_after_sale, merchant_of(case), case)
    run_pending_jobs()
    assert get_balance(shop).posted_minor == 0
    assert get_balance("platform:fees").posted_minor == 0
    assert ask_all() == []


def test_lists_cost_few_statements():
    order = order_of(1000, 1000, 1000)
    cases = [apply(order, line=n) for n in range(3)]
    disputed_case = awaiting_return(order_of(500))
    buyer, merchant = buyer_of(order), merchant_of(cases[0])
    counted = [
        (1, lambda: queries.list_after_sales_of(buyer.person_id).items),
        (1, lambda: next(iter(queries.list_of_orders([order.id]).values()))),
        (2, lambda: queries.list_shop_after_sales(merchant, order.shop_id).items),
    ]
    for statements, ask in counted:
        with CaptureQueriesContext(connection) as seen:
            assert len(ask()) == 3
        assert len(seen) == statements
    with CaptureQueriesContext(connection) as seen:
        assert queries.get_after_sale(buyer, cases[0].id).evidence[0].text
    assert len(seen) == 5
    with CaptureQueriesContext(connection) as seen:
        assert len(queries.get_claim(buyer, order.id).lines) == 3
    assert len(seen) <= 9
    first = queries.find_first_due(order.shop_id)
    assert first is not None
    assert first.id == cases[0].id
    assert sum(queries.count_shop_after_sales(order.shop_id).values()) == 3
    page = queries.list_shop_after_sales(merchant, order.shop_id, tab=DeskTab.TO_DO, limit=2)
    rest = queries.list_shop_after_sales(
        merchant, order.shop_id, tab=DeskTab.TO_DO, cursor=page.next_cursor
    )
    assert [c.id for c in (*page.items, *rest.items)] == [c.id for c in cases]
    with pytest.raises(NotFound):
        queries.get_after_sale(merchant, disputed_case.id)
    assert make_order().word is not None
