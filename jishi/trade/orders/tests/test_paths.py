"""Hypothesis: whatever people do and however long, an order ends, and its money is somewhere."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.foundation.ledger.queries import get_balance, list_entries
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.confirm_delivery import confirm_delivery
from jishi.trade.orders.actions.extend_receipt import extend_receipt
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.factories import line_of, make_buyer, make_checkout, pay_checkout, seller_of
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus, StepAction
from jishi.trade.payments.queries import list_refunds

ENDS = (FulfilmentStatus.RECEIVED, FulfilmentStatus.CANCELLED)


class OrderMachine(RuleBasedStateMachine):
    """Two orders of one checkout, three people, a clock."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.offset = clock.offset()
        self.buyer = make_buyer()
        lines = [line_of(make_product(stock=5), 2) for _ in range(2)]
        self.checkout = make_checkout(self.buyer, *lines)
        self.orders = [order.id for order in self.checkout.orders]
        self.sellers = [seller_of(order) for order in self.checkout.orders]
        self.keys = 0

    def teardown(self):
        try:
            pass_time(timedelta(days=40))
            pass_time(timedelta(days=40))
            for order_id in self.orders:
                order = load_order(order_id)
                assert order.fulfilment_status in ENDS
                assert order.next_steps == ()
            self.money_and_goods_are_somewhere()
            assert ask_all() == []
        finally:
            clock.set_offset(self.offset)
            transaction.savepoint_rollback(self.savepoint)

    def step(self, wanted, at, action, **values):
        """Do it; it works exactly when the order said that it might."""
        before = load_order(self.orders[at])
        allowed = {s.action for s in before.next_steps}
        self.keys += 1
        try:
            with transaction.atomic():
                action(order_id=before.id, **values)
        except DomainError:
            assert wanted not in allowed
            assert load_order(before.id) == before
        else:
            assert wanted in allowed
        run_pending_jobs()

    @rule()
    def pay(self):
        order = load_order(self.orders[0])
        pay_checkout(self.checkout)
        run_pending_jobs()
        if order.payment_status is CheckoutStatus.PENDING:
            assert load_order(order.id).payment_status is CheckoutStatus.PAID

    @rule(at=st.integers(0, 1))
    def cancel(self, at):
        key = f"k{self.keys}"
        self.step(StepAction.CANCEL, at, cancel_order, actor=self.buyer, idempotency_key=key)

    @rule(at=st.integers(0, 1))
    def ship(self, at):
        self.step(
            StepAction.SHIP,
            at,
            ship_order,
            actor=self.sellers[at],
            carrier="SF Express",
            tracking_number=f"SF{self.keys:06d}",
            idempotency_key=f"k{self.keys}",
        )

    @rule(at=st.integers(0, 1))
    def ship_one(self, at):
        self.step(
            StepAction.SHIP,
            at,
            ship_order,
            actor=self.sellers[at],
            carrier="SF Express",
            tracking_number=f"SF{self.keys:06d}",
            lines=[(load_order(self.orders[at]).lines[0].id, 1)],
            idempotency_key=f"k{self.keys}",
        )

    @rule(at=st.integers(0, 1))
    def give_up_rest(self, at):
        seller, key = self.sellers[at], f"k{self.keys}"
        self.step(StepAction.CANCEL_REST, at, cancel_rest, actor=seller, idempotency_key=key)

    @rule(at=st.integers(0, 1))
    def deliver(self, at):
        self.step(StepAction.CONFIRM_DELIVERY, at, confirm_delivery, actor=SYSTEM)

    @rule(at=st.integers(0, 1))
    def receive(self, at):
        buyer = person_actor(self.buyer.person_id)
        key = f"k{self.keys}"
        self.step(StepAction.RECEIVE, at, receive_order, actor=buyer, idempotency_key=key)

    @rule(at=st.integers(0, 1))
    def extend(self, at):
        self.step(StepAction.EXTEND_RECEIPT, at, extend_receipt, actor=self.buyer)

    @rule(hours=st.sampled_from([1, 30, 100, 200]))
    def wait(self, hours):
        pass_time(timedelta(hours=hours))

    @invariant()
    def money_and_goods_are_somewhere(self):
        refunds = list_refunds(self.checkout.payment_id)
        for order_id in self.orders:
            order = load_order(order_id)
            stock = stock_of(order.lines[0].sku_id)
            escrow = get_balance(f"escrow:order:{order_id}").posted_minor
            back = sum(r.amount_minor for r in refunds if str(order_id) in r.business_ref)
            settled = self.settled(order_id)
            if order.payment_status is CheckoutStatus.PAID:
                assert escrow + back + settled == order.total_minor
            else:
                assert (escrow, back, settled) == (0, 0, 0)
            pending = order.payment_status is CheckoutStatus.PENDING
            paid = order.payment_status is CheckoutStatus.PAID
            ended = order.fulfilment_status is FulfilmentStatus.CANCELLED
            sold = 2 - order.lines[0].cancelled_quantity if paid and not ended else 0
            assert (stock.reserved, stock.sold) == (2 if pending else 0, sold)
            assert stock.on_hand == 5 - sold

    @staticmethod
    def settled(order_id):
        account = f"escrow:order:{order_id}"
        return -sum(
            posting.amount_minor
            for entry in list_entries(account=account).items
            for posting in entry.postings
            if posting.account == account and entry.kind not in ("payment", "refund")
        )


@pytest.mark.django_db
def test_every_path_ends_with_its_money_somewhere():
    run_state_machine_as_test(
        OrderMachine,
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
