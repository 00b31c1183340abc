"""The machines as data: every step walks, every other is refused, every path ends."""

from itertools import product

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import operator
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.actions.move_checkout import move_checkout
from jishi.trade.orders.actions.move_order import move_order
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.factories import make_checkout, make_paid_order
from jishi.trade.orders.models import Checkout, Order, OrderMove
from jishi.trade.orders.queries import list_lifecycles, load_checkout
from jishi.trade.orders.rules import CHECKOUT, FULFILMENT
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus

pytestmark = pytest.mark.django_db
ROLES = ("buyer", "merchant", "operator", "provider", "system", "stranger")


def test_goods_move_as_the_table_says_and_no_other_way():
    order, staff = Order.objects.get(id=make_paid_order().id), operator()
    for source, target in product(FulfilmentStatus, FulfilmentStatus):
        step = FULFILMENT.find(source, target)
        for role in ROLES:
            Order.objects.filter(id=order.id).update(fulfilment_status=source)
            order.refresh_from_db()
            if step is None or role not in step.by:
                with pytest.raises(TransitionRefused):
                    move_order(actor=staff, order=order, target=target, by=role)
                assert order.fulfilment_status == source
                continue
            at = move_order(actor=staff, order=order, target=target, by=role)
            assert order.fulfilment_status == target
            move = OrderMove.objects.filter(order_id=order.id).order_by("-at", "-id").first()
            assert (move.source, move.target, move.by, move.at) == (source, target, role, at)
    walked = OrderMove.objects.filter(order_id=order.id).count()
    assert walked == sum(len(step.by) for step in FULFILMENT.transitions)


def test_a_checkout_moves_as_the_table_says_and_no_other_way():
    checkout = make_checkout()
    for source, target, role in product(CheckoutStatus, CheckoutStatus, ROLES):
        undo = transaction.savepoint()
        Checkout.objects.filter(id=checkout.id).update(status=source)
        step = CHECKOUT.find(source, target)
        if step is None or role not in step.by:
            with pytest.raises(TransitionRefused):
                move_checkout(actor=SYSTEM, checkout_id=checkout.id, target=target, by=role)
            assert Checkout.objects.get(id=checkout.id).status == source
        else:
            moved = move_checkout(actor=SYSTEM, checkout_id=checkout.id, target=target, by=role)
            after = load_checkout(checkout.id)
            assert after.status is target
            assert [o.payment_status for o in after.orders] == [target] * len(moved)
            with pytest.raises(TransitionRefused):
                move_checkout(actor=SYSTEM, checkout_id=checkout.id, target=target, by=role)
        transaction.savepoint_rollback(undo)


def test_goods_of_an_unpaid_order_do_not_move():
    order = Order.objects.get(id=make_checkout().orders[0].id)
    for target in FulfilmentStatus:
        with pytest.raises(OrderUnpaid):
            move_order(actor=operator(), order=order, target=target, by="merchant")


def test_every_state_leads_to_an_end_by_itself():
    """Nobody has to act: from each state the system's own steps reach a terminal one."""
    for machine in list_lifecycles():
        for state in machine.states:
            seen = [state]
            while seen[-1] not in machine.terminal:
                steps = [t for t in machine.leaving(seen[-1]) if t.after and "system" in t.by]
                assert steps, f"{machine.name}: {seen[-1]} waits for ever"
                seen.append(steps[0].target)


def test_deadlines_in_the_tables_are_the_policies_defaults():
    units = {"minutes": 60, "hours": 3600, "days": 86400}
    for machine in list_lifecycles():
        for step in machine.transitions:
            if step.policy:
                policy = Policy.registry[step.policy]
                assert step.after.total_seconds() == policy.default * units[policy.unit]


def test_the_tables_name_all_states():
    assert set(CHECKOUT.states) == set(CheckoutStatus)
    assert set(FULFILMENT.states) == set(FulfilmentStatus)
