"""Fees by category, reserves, the platform's funds, statements that tie to the ledger."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import SYSTEM, operator_actor, person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import line_of, make_buyer, make_received_order
from jishi.trade.settlement.actions.grant_incentive import grant_incentive
from jishi.trade.settlement.actions.note_refund_arrival import note_lost_arrivals
from jishi.trade.settlement.actions.refund_order import refund_order
from jishi.trade.settlement.actions.release_reserve import release_reserve
from jishi.trade.settlement.actions.save_tax_data import save_tax_data
from jishi.trade.settlement.actions.set_budget import set_budget
from jishi.trade.settlement.actions.set_fee_rule import set_fee_rule
from jishi.trade.settlement.actions.write_off_receivable import write_off_receivable
from jishi.trade.settlement.errors import BudgetExceeded, NotReadyToSettle
from jishi.trade.settlement.factories import give_money
from jishi.trade.settlement.models import OrderRefund, Receivable
from jishi.trade.settlement.queries import (
    draw_statement,
    find_reserve,
    get_fund_report,
    get_settlement,
    get_shop_balance,
    get_statement,
    list_fee_rates,
    list_fee_rules,
    write_statement_csv,
)
from jishi.trade.settlement.rules import reserve_rate, split_reserve, tax_in_fee
from jishi.trade.settlement.types import Fund, RefundItem, StatementPeriod
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db
WINDOW = timedelta(days=7, hours=1)


@pytest.fixture
def operator():
    return operator_actor(make_person().id)


def balance(name):
    return get_balance(name).posted_minor


def sell(price=10_000, shop=None):
    order = make_received_order(make_buyer(), line_of(make_product(shop, price_minor=price)))
    run_pending_jobs()
    return order


def refund(order, amount, ref="r1"):
    return refund_order(
        actor=SYSTEM,
        order_id=order.id,
        items=[RefundItem(order.lines[0].id, 0, amount)],
        reason="test",
        business_ref=ref,
        idempotency_key=ref,
    )


def test_a_categorys_fee_holds_for_what_is_paid_afterwards(operator):
    before = sell()
    rule = set_fee_rule(actor=operator, category="fruit", rate_ppm=20_000, reason="harvest")
    after = sell()
    assert get_settlement(before.id).lines[0].fee_minor == 500
    line = get_settlement(after.id).lines[0]
    assert (line.category, line.fee_rate_ppm, line.fee_minor) == ("fruit", 20_000, 200)
    set_fee_rule(
        actor=operator,
        category="fruit",
        rate_ppm=80_000,
        reason="later",
        valid_from=clock.now() + timedelta(days=1),
    )
    assert list_fee_rates(["fruit", ""]) == {"fruit": 20_000, "": 50_000}
    assert [r.rate_ppm for r in list_fee_rules()] == [80_000, 20_000]
    assert rule.valid_from <= clock.now()
    for bad in ({"category": "no such"}, {"rate_ppm": 600_000}):
        with pytest.raises(InvalidInput):
            set_fee_rule(
                **{"actor": operator, "category": "fruit", "rate_ppm": 1, "reason": "x"} | bad
            )
    with pytest.raises(NotAllowed):
        set_fee_rule(
            actor=person_actor(operator.person_id), category="fruit", rate_ppm=1, reason="x"
        )


def test_arithmetic_of_terms():
    rates = [reserve_rate(p, 70_000) for p in (None, 500, 450, 449, 399, 349, 0)]
    assert rates == [70_000, 0, 0, 20_000, 50_000, 100_000, 100_000]
    assert split_reserve(9_999, 50_000) == (9_499, 500)
    assert (tax_in_fee(106, 60_000), tax_in_fee(0, 60_000)) == (6, 0)


def test_a_part_is_set_aside_and_released(operator):
    change_policy(actor=operator, name="settlement.reserve_new_ppm", value=100_000, reason="test")
    order = sell()
    pass_time(WINDOW)
    shop = f"shop:{order.shop_id}"
    assert (balance(f"{shop}:available"), balance(f"{shop}:reserve")) == (8_550, 950)
    assert find_reserve(order.id).left_minor == 950
    assert get_shop_balance(operator, order.shop_id).reserve_minor == 950
    give_money(f"{shop}:available", -8_550)
    refund(order, 500)  # the shop's 475 of it come out of its reserve
    assert find_reserve(order.id).left_minor == 475 == balance(f"{shop}:reserve")
    with pytest.raises(NotReadyToSettle):
        release_reserve(actor=SYSTEM, order_id=order.id)
    pass_time(timedelta(days=30))
    assert (balance(f"{shop}:available"), balance(f"{shop}:reserve")) == (475, 0)
    assert release_reserve(actor=SYSTEM, order_id=order.id).released_at
    assert [e.amount_minor for e in recorded("settlement.reserve_released")] == [475]
    with pytest.raises(NotFound):
        release_reserve(actor=SYSTEM, order_id=new_id())
    assert ask_all() == []


def test_grants_keep_to_their_budget(operator):
    payee = f"person:{new_id()}:available"
    give = {"actor": operator, "fund": Fund.INCENTIVES, "payee": payee, "reason": "first video"}
    with pytest.raises(BudgetExceeded):
        grant_incentive(**give, amount_minor=600, business_ref="g1")
    now = clock.now()
    set_budget(
        actor=operator,
        fund=Fund.INCENTIVES,
        amount_minor=1_000,
        starts_at=now,
        ends_at=now + timedelta(days=30),
        reason="newcomers",
    )
    grant = grant_incentive(**give, amount_minor=600, business_ref="g1")
    assert grant_incentive(**give, amount_minor=600, business_ref="g1") == grant
    with pytest.raises(IdempotencyConflict):
        grant_incentive(**give, amount_minor=601, business_ref="g1")
    with pytest.raises(BudgetExceeded):
        grant_incentive(**give, amount_minor=401, business_ref="g2")
    with pytest.raises(NotAllowed):
        grant_incentive(
            **give | {"actor": person_actor(operator.person_id)}, amount_minor=1, business_ref="g3"
        )
    assert (balance(payee), balance("platform:incentives")) == (600, -600)
    report = get_fund_report(operator, Fund.INCENTIVES)
    assert (report.spent_minor, report.by_kind) == (600, (("grant", -600),))
    assert report.budgets[0].left_minor == 400
    assert ask_all() == []


def test_a_claim_may_be_given_up(operator):
    order = sell()
    pass_time(WINDOW)
    give_money(f"shop:{order.shop_id}:available", -9_500)
    refund(order, 10_000)
    claim = Receivable.objects.get()
    assert balance("platform:receivable") == -9_500
    write_off_receivable(actor=operator, receivable_id=claim.id, reason="shop is gone")
    assert (balance("platform:receivable"), balance("platform:subsidy")) == (0, -9_500)
    with pytest.raises(TransitionRefused):
        write_off_receivable(actor=operator, receivable_id=claim.id, reason="again")
    run_pending_jobs()
    assert ask_all() == []


def test_an_arrival_whose_news_was_lost_is_picked_up():
    order = sell()
    refund(order, 100)
    run_pending_jobs()
    OrderRefund.objects.update(arrived_at=None)
    assert note_lost_arrivals(actor=SYSTEM) == 0  # it may still be on its way
    clock.advance(timedelta(minutes=6))
    assert note_lost_arrivals(actor=SYSTEM) == 1
    assert note_lost_arrivals(actor=SYSTEM) == 0


def test_a_statement_ties_to_the_ledger(operator, django_assert_num_queries):
    shop = make_shop()
    actor = owner_of(shop)
    change_policy(actor=operator, name="settlement.reserve_new_ppm", value=50_000, reason="test")
    orders = [sell(price, shop) for price in (9_999, 3_333)]
    pass_time(WINDOW)
    refund(orders[0], 1_234)
    run_pending_jobs()
    with pytest.raises(InvalidInput):
        save_tax_data(actor=actor, shop_id=shop.id, title="Farm", tax_number="12")
    save_tax_data(actor=actor, shop_id=shop.id, title="Farm", tax_number="91330106MA2ABCDE1X")
    today = timezone.localtime(clock.now()).date()
    with django_assert_num_queries(8):
        statement = get_statement(actor, shop.id, StatementPeriod.MONTH, today)
    for one in statement.sums:
        assert one.closing_minor == balance(f"shop:{shop.id}:{one.account}")
        assert one.opening_minor == 0
    total = sum(one.closing_minor for one in statement.sums)
    assert total == sum(line.amount_minor for line in statement.lines)
    assert total == sum(amount for _, amount in statement.by_kind)
    assert {o.order_number for o in statement.orders} == {o.number for o in orders}
    assert sum(o.net_minor for o in statement.orders) == total
    rows = list(csv.DictReader(StringIO(write_statement_csv(statement))))
    closing = [row for row in rows if row["kind"] == "closing"]
    cents = [int(row["balance"].replace(".", "")) for row in closing]
    assert cents == [one.closing_minor for one in statement.sums]
    booked = [row for row in rows if row["kind"] not in ("opening", "closing")]
    assert sum(int(row["amount"].replace(".", "")) for row in booked) == total
    words = dict.fromkeys(
        (
            "title", "before", "accounts", "account", "opening", "came", "went", "closing",
            "kinds", "kind", "amount", "orders", "order", "settled", "gross", "refunded", "fee",
            "tax", "shares", "net", "lines", "nothing", "at", "balance", "available", "reserve",
            "deposit",
        ),
        "对账单",
    )  # fmt: skip
    assert draw_statement(statement, words, {}).startswith(b"%PDF")
    after = get_statement(actor, shop.id, StatementPeriod.DAY, today + timedelta(days=1))
    assert [s.opening_minor for s in after.sums] == [s.closing_minor for s in statement.sums]
    assert (after.lines, after.is_final) == ((), False)
    with pytest.raises(NotAllowed):
        get_statement(person_actor(make_person().id), shop.id, StatementPeriod.DAY, today)
    assert ask_all() == []
