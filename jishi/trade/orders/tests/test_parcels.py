"""Several parcels of an order, one parcel of several orders, brought by the carrier's word."""

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.actions.ship_together import ship_together
from jishi.trade.orders.errors import ParcelEmpty, ParcelsApart, RestIsDue
from jishi.trade.orders.factories import line_of, make_buyer, make_paid_order, seller_of
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import FulfilmentStatus, NodeState, StepAction
from jishi.trade.shipping.actions.order_waybill import order_waybill
from jishi.trade.shipping.actions.sync_shipment import sync_shipment
from jishi.trade.shops.factories import make_shop

F = FulfilmentStatus
pytestmark = pytest.mark.django_db


def send(order, *lines, number=None, carrier="sandbox", key=None):
    number = number or order_waybill(
        carrier="sandbox",
        reference=f"{order.id}-{key or len(order.packages)}",
        origin="a",
        destination="b",
    )
    with transaction.atomic():
        return ship_order(
            actor=seller_of(order),
            order_id=order.id,
            carrier=carrier,
            tracking_number=number,
            lines=list(lines) or None,
            idempotency_key=f"ship-{order.id}-{key or len(order.packages)}",
        )


def two_line_order(buyer=None, shop=None):
    shop = shop or make_shop()
    lines = [line_of(make_product(shop, stock=5), 3), line_of(make_product(shop, stock=5), 1)]
    return make_paid_order(buyer, *lines)


def test_an_order_goes_in_parts_and_each_parcel_is_a_node():
    order = two_line_order()
    first, _second = order.lines
    part = send(order, (first.id, 2))
    assert part.fulfilment_status is F.PART_SHIPPED
    assert part.receive_by is None
    assert [(n.code, n.state) for n in part.timeline][2:4] == [
        ("parcel", NodeState.NOW),
        ("rest", NodeState.NOW),
    ]
    assert [x.left_quantity for x in part.lines] == [1, 1]
    assert part.expected_step.action is StepAction.SHIP
    for wanted in ((first.id, 2), (first.id, 0), (order.id, 1)):
        with pytest.raises(ParcelEmpty), transaction.atomic():
            ship_order(
                actor=seller_of(order),
                order_id=order.id,
                carrier="sandbox",
                tracking_number="JS00001",
                lines=[wanted],
                idempotency_key=f"bad-{wanted}",
            )
    with pytest.raises(TransitionRefused), transaction.atomic():
        cancel_order(actor=seller_of(order), order_id=order.id, idempotency_key="late")
    whole = send(part)
    assert whole.fulfilment_status is F.SHIPPED
    assert [(p.number, p.count) for p in whole.packages] == [(1, 2), (2, 2)]
    assert [n.code for n in whole.timeline].count("parcel") == 2
    assert [e.is_whole for e in recorded("orders.order_shipped")] == [False, True]
    assert ask_all() == []


@pytest.mark.django_db(transaction=True)
def test_the_carriers_last_word_delivers_the_order():
    order = two_line_order()
    part = send(order, (order.lines[0].id, 3))
    clock.advance(timedelta(hours=70))
    sync_shipment(part.packages[0].shipment_id)
    run_pending_jobs()
    waiting = load_order(order.id)
    assert waiting.fulfilment_status is F.PART_SHIPPED
    assert waiting.packages[0].delivered_at is not None
    whole = send(waiting)
    clock.advance(timedelta(hours=70))
    sync_shipment(whole.packages[1].shipment_id)
    run_pending_jobs()
    done = load_order(order.id)
    assert done.fulfilment_status is F.DELIVERED
    assert done.receive_by > clock.now()
    pass_time(timedelta(days=7, minutes=1))
    assert load_order(order.id).fulfilment_status is F.RECEIVED


def test_orders_of_one_buyer_share_a_parcel():
    buyer, shop = make_buyer(), make_shop()
    orders = [two_line_order(buyer, shop) for _ in range(2)]
    other = two_line_order(shop=shop)
    values = {"actor": seller_of(orders[0]), "carrier": "sandbox", "tracking_number": "JS000042"}
    for ids in ([orders[0].id], [orders[0].id, other.id]):
        with pytest.raises(ParcelsApart), transaction.atomic():
            ship_together(**values, order_ids=ids, idempotency_key="x")
    with transaction.atomic():
        sent = ship_together(**values, order_ids=[o.id for o in orders], idempotency_key="y")
    assert {o.fulfilment_status for o in sent} == {F.SHIPPED}
    assert len({o.packages[0].shipment_id for o in sent}) == 1


def test_the_rest_is_given_up_by_the_shop_or_by_a_buyer_kept_waiting():
    order = two_line_order()
    buyer = make_buyer()
    late = two_line_order(buyer)
    for one in (order, late):
        send(one, (one.lines[0].id, 2))
    run_pending_jobs()
    with transaction.atomic():
        done = cancel_rest(actor=seller_of(order), order_id=order.id, idempotency_key="rest")
    price = order.lines[0].price_minor
    assert done.fulfilment_status is F.SHIPPED
    assert [x.cancelled_quantity for x in done.lines] == [1, 1]
    assert done.refund_minor == 2 * price
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 2 * price
    assert [stock_of(x.sku_id).on_hand for x in done.lines] == [3, 5]
    with pytest.raises(RestIsDue), transaction.atomic():
        cancel_rest(actor=buyer, order_id=late.id, idempotency_key="early")
    with pytest.raises(NotAllowed), transaction.atomic():
        ship_order(
            actor=buyer, order_id=late.id, carrier="x", tracking_number="1234", idempotency_key="no"
        )
    pass_time(timedelta(hours=49))
    assert load_order(late.id).is_overdue
    with transaction.atomic():
        cancel_rest(actor=buyer, order_id=late.id, idempotency_key="late")
    owed = 2 * price * 300 // 10_000
    assert get_balance(f"person:{buyer.person_id}:available").posted_minor == owed
    assert [e.amount_minor for e in recorded("orders.late_compensated")] == [owed]
    assert ask_all() == []


def test_a_rest_that_never_ships_is_refunded_by_itself():
    order = two_line_order()
    send(order, (order.lines[0].id, 1))
    run_pending_jobs()
    pass_time(timedelta(days=10))
    done = load_order(order.id)
    assert done.fulfilment_status in (F.SHIPPED, F.RECEIVED)
    assert done.refund_minor == 3 * order.lines[0].price_minor
    assert ask_all() == []


def test_a_late_shop_pays_a_buyer_who_cancels():
    buyer = make_buyer()
    order = make_paid_order(buyer, line_of(make_product(price_minor=200_000)))
    pass_time(timedelta(hours=49))
    with transaction.atomic():
        cancel_order(actor=buyer, order_id=order.id, idempotency_key="late")
        cancel_order(actor=buyer, order_id=order.id, idempotency_key="late")
    # 3% would be 60.00; a late order costs its shop 50.00 at most, which the market advances.
    assert get_balance(f"person:{buyer.person_id}:available").posted_minor == 5_000
    assert ask_all() == []
