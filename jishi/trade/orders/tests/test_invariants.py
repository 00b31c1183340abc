from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.trade.orders import invariants
from jishi.trade.orders.factories import make_paid_order, make_shipped_order
from jishi.trade.orders.models import Checkout, Order, OrderLine, Package, PackageLine

pytestmark = pytest.mark.django_db


def questions():
    return {
        name: ask()
        for name, ask in vars(invariants).items()
        if callable(ask)
        and getattr(ask, "__module__", "") == invariants.__name__
        and not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("question", "spoil"),
    [
        (
            "totals_that_do_not_add_up",
            lambda o: Order.objects.filter(id=o.id).update(total_minor=1),
        ),
        (
            "orders_apart_from_their_checkout",
            lambda o: Checkout.objects.filter(id=o.checkout_id).update(status="closed"),
        ),
        (
            "orders_off_their_history",
            lambda o: Order.objects.filter(id=o.id).update(fulfilment_status="received"),
        ),
        (
            "cancelled_paid_orders_without_refund",
            lambda o: Order.objects.filter(id=o.id).update(fulfilment_status="cancelled"),
        ),
        (
            "paid_orders_without_deadline",
            lambda o: Order.objects.filter(id=o.id).update(ship_by=None),
        ),
        (
            "shipped_orders_without_package",
            lambda o: Order.objects.filter(id=o.id).update(
                fulfilment_status="shipped", receive_by=clock.now() + timedelta(days=1)
            ),
        ),
    ],
)
def test_each_question_finds_its_breach(question, spoil):
    order = make_paid_order()
    assert not any(questions().values())
    spoil(order)
    assert questions()[question]


def test_a_parcel_that_vanishes_and_a_line_that_changes_are_noticed():
    order = make_shipped_order()
    PackageLine.objects.all().delete()
    Package.objects.all().delete()
    assert invariants.shipped_orders_without_package()
    OrderLine.objects.filter(order_id=order.id).update(
        quantity=2, total_minor=2 * 4590, payable_minor=2 * 4590
    )
    assert invariants.totals_that_do_not_add_up()
