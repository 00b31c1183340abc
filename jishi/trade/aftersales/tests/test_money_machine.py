"""Hypothesis: whatever people do about an order, money and stock add up."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jishi.foundation.accounts.factories import operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.aftersales.factories import apply, give_return_address
from jishi.trade.aftersales.queries import list_of_orders
from jishi.trade.aftersales.tests.test_machines import ACTIONS, do
from jishi.trade.aftersales.types import AfterSaleKind, Outcome, Reason, StepAction
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.factories import line_of, make_paid_order, ship
from jishi.trade.orders.queries import load_order
from jishi.trade.payments.queries import list_refunds
from jishi.trade.settlement.queries import refundable
from jishi.trade.shops.factories import make_shop

STOCK = 20


class CaseMachine(RuleBasedStateMachine):
    """One order of two lines, its people and the clock, in any order."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.offset = clock.offset()
        self.operators = operator(), operator()
        shop = make_shop()
        goods = [make_product(shop, price_minor=price, stock=STOCK) for price in (1001, 333)]
        order = ship(make_paid_order(None, line_of(goods[0], 3), line_of(goods[1], 2)))
        run_pending_jobs()
        self.order = load_order(order.id)
        self.has_address = False

    def teardown(self):
        assert ask_all() == []
        transaction.savepoint_rollback(self.savepoint)
        clock.set_offset(self.offset)

    def cases(self):
        return list_of_orders([self.order.id]).get(self.order.id, ())

    @rule(
        line=st.integers(0, 1),
        quantity=st.integers(1, 3),
        kind=st.sampled_from(list(AfterSaleKind)[:3]),
        amount=st.none() | st.integers(1, 3200),
    )
    def ask(self, line, quantity, kind, amount):
        with suppress(DomainError):
            apply(
                self.order, kind, Reason.DAMAGED, line=line, quantity=quantity, amount_minor=amount
            )

    @rule(pick=st.integers(0, 9), which=st.integers(0, 9), amount=st.integers(1, 3100))
    def step(self, pick, which, amount):
        waiting = [case for case in self.cases() if case.next_steps]
        if not waiting:
            return
        case = waiting[pick % len(waiting)]
        if not self.has_address:
            give_return_address(case)
            self.has_address = True
        action = case.next_steps[which % len(case.next_steps)].action
        with suppress(DomainError):
            do(case, action, **self._values(case, action, amount))

    def _values(self, case, action, amount):
        if action is StepAction.CONFIRM_RETURN:
            damaged = amount % (case.quantity + 1)
            return {"sellable": case.quantity - damaged, "damaged": damaged}
        if action is StepAction.OFFER_TERMS:
            kinds = list(AfterSaleKind)[:3]
            return {"amount_minor": amount, "kind": kinds[amount % 3]}
        if action is StepAction.RULE:
            outcome = list(Outcome)[amount % 3]
            dismissed = outcome is Outcome.DISMISSED
            return {"amount_minor": 0 if dismissed else amount, "outcome": outcome}
        return {}

    @rule(days=st.integers(1, 9))
    def wait(self, days):
        pass_time(timedelta(days=days))

    @invariant()
    def money_adds_up(self):
        run_pending_jobs()
        cases = self.cases()
        given = sum(case.refunded_minor for case in cases)
        assert given == sum(r.amount_minor for r in list_refunds(self.order.payment_id))
        left = refundable(self.order.id)
        assert given + sum(line.left_minor for line in left.lines) == self.order.payable_minor
        held = get_balance(f"escrow:order:{self.order.id}").posted_minor
        assert held in (0, self.order.payable_minor - given)

    @invariant()
    def stock_adds_up(self):
        for line in self.order.lines:
            row = stock_of(line.sku_id)
            mine = [c for c in self.cases() if c.line_id == line.id]
            back = sum(c.sellable for c in mine)
            again = sum(c.quantity for c in mine if c.replaced_at)
            assert row.on_hand == STOCK - line.quantity + back - again
            assert (row.on_hand + row.sold, row.reserved) == (STOCK, 0)


@pytest.mark.django_db
def test_money_and_stock_add_up_whatever_people_do():
    assert connection.in_atomic_block
    assert set(ACTIONS) == set(StepAction)
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
