"""A shop's money, read and paid out by its own program."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.schemas.money import (
    MoneyPageOut,
    PayoutAccountOut,
    PayoutOut,
    ShopBalanceOut,
    SimulationOut,
    StatementOut,
)
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.trade.orders.factories import make_received_order, seller_of
from jishi.trade.settlement.factories import give_money, make_account
from jishi.trade.settlement.types import OwnerKind, PayoutOwner

pytestmark = pytest.mark.django_db


def read(program, schema, path):
    return schema.model_validate_json(program.get(path).content)


def test_payouts(django_assert_num_queries):
    order = make_received_order()
    seller = seller_of(order)
    owner = PayoutOwner(OwnerKind.SHOP, order.shop_id)
    give_money(owner.ledger_account, 50_000)
    account = make_account(seller, owner, "6222020000001231")
    program, path = Program(seller.person_id), f"/shops/{order.shop_id}"
    added = program.post(
        f"{path}/payout-accounts", {"holder": "Lin", "bank": "Bank", "number": "6222020000005678"}
    )
    assert added.status_code == 201
    assert PayoutAccountOut.model_validate_json(added.content).status == "unverified"
    with django_assert_num_queries(3):  # token, membership, accounts
        found = read(program, PageOut[PayoutAccountOut], f"{path}/payout-accounts")
    assert [a.masked for a in found.items] == ["•••• 1231", "•••• 5678"]
    body = {"account_id": str(account.id), "amount_minor": 30_000}
    asked = program.post(f"{path}/payouts", body, key="p1")
    assert (asked.status_code, asked.content) == (
        201,
        program.post(f"{path}/payouts", body, key="p1").content,
    )
    payout = PayoutOut.model_validate_json(asked.content)
    assert read(program, ShopBalanceOut, f"{path}/balance").available_minor == 20_000
    short = program.post(f"{path}/payouts", body, key="p2")
    assert (short.status_code, short.json()["error"]["code"]) == (409, "insufficient_funds")
    back = program.post(f"{path}/payouts/{payout.id}/cancel", {}, key="c")
    assert PayoutOut.model_validate_json(back.content).status == "cancelled"
    again = program.post(f"{path}/payouts/{payout.id}/retry", {}, key="r")
    assert again.json()["error"]["code"] == "transition_refused"
    with django_assert_num_queries(4):  # token, membership, payouts with accounts, attempts
        page = read(program, PageOut[PayoutOut], f"{path}/payouts")
    assert [p.id for p in page.items] == [payout.id]
    buyer = Program(order.buyer_id)
    for address in ("balance", "payouts", "payout-accounts", "statements/day/2026-11-25"):
        assert buyer.get(f"{path}/{address}").status_code == 403


def test_money_of_an_order_and_a_statement():
    order = make_received_order()
    run_pending_jobs()
    pass_time(timedelta(days=7, hours=1))
    program, path = Program(seller_of(order).person_id), f"/shops/{order.shop_id}"
    page = read(program, MoneyPageOut, f"/orders/{order.id}/money")
    assert sum(p.net_minor for p in page.parts) == page.gross_minor == order.total_minor
    line = {"line_id": str(order.lines[0].id), "amount_minor": 1000}
    thought = SimulationOut.model_validate_json(
        program.post(f"{path}/orders/{order.id}/simulate-refund", {"lines": [line]}).content
    )
    assert (thought.is_settled, thought.buyer_minor) == (True, 1000)
    assert sum(p.back_minor for p in thought.parts) == 1000
    today = timezone.localtime(clock.now()).date()
    statement = read(program, StatementOut, f"{path}/statements/month/{today}")
    assert sum(s.closing_minor for s in statement.sums) == page.parts[0].net_minor
    assert program.get(f"{path}/statements/year/{today}").status_code == 422
