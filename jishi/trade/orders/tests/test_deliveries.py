"""Freight in an order, goods that are fetched, goods that are delivered online."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.kernel.errors import NotAllowed, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.actions.deliver_online import deliver_online
from jishi.trade.orders.actions.hand_over import hand_over
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.errors import (
    MixedDelivery,
    NotThisWay,
    PayableDiffers,
    PickupCodeWrong,
    PickupPointMissing,
)
from jishi.trade.orders.factories import line_of, make_buyer, pay_checkout, seller_of
from jishi.trade.orders.queries import (
    find_pickup_code,
    list_addresses,
    list_online_goods,
    load_order,
)
from jishi.trade.orders.types import FulfilmentStatus, StepAction
from jishi.trade.shipping.actions.add_codes import add_codes
from jishi.trade.shipping.actions.save_point import save_point
from jishi.trade.shipping.actions.set_terms import set_terms
from jishi.trade.shipping.errors import CodesShort, RegionUnreachable
from jishi.trade.shipping.factories import EVERYWHERE, make_template, owner_of
from jishi.trade.shipping.types import DeliveryMethod, FreightRule
from jishi.trade.shops.factories import make_shop

F = FulfilmentStatus
pytestmark = pytest.mark.django_db


def order_of(buyer, *lines, **values):
    with transaction.atomic():
        return place_order(
            actor=buyer,
            lines=lines,
            address_id=list_addresses(buyer.person_id)[0].id,
            idempotency_key=str(uuid4()),
            **values,
        )


def paid(checkout):
    pay_checkout(checkout)
    run_pending_jobs()
    return load_order(checkout.orders[0].id)


def virtual_product(shop, *codes, content=""):
    product, owner = make_product(shop), owner_of(shop.id)
    values = {"shop_id": shop.id, "product_id": product.id}
    with transaction.atomic():
        set_terms(actor=owner, **values, method=DeliveryMethod.VIRTUAL, content=content)
        if codes:
            add_codes(actor=owner, **values, codes=codes)
    return product


def test_freight_is_part_of_the_order_and_of_its_money():
    shop, buyer = make_shop(), make_buyer()
    make_template(shop.id, EVERYWHERE, FreightRule(("33",), 1, 500, 1, 100), free_over_minor=20_000)
    product, other = make_product(shop), make_product()
    with pytest.raises(PayableDiffers):
        order_of(buyer, line_of(product, 2), expected_payable_minor=9180)
    checkout = order_of(buyer, line_of(product, 2), line_of(other), expected_payable_minor=14_370)
    order = next(o for o in checkout.orders if o.shop_id == shop.id)
    assert (order.total_minor, order.freight_minor, order.payable_minor) == (9180, 600, 9780)
    assert order.freight_parts[0].left_to_free_minor == 20_000 - 9180
    assert order.address.division == "330106"
    pay_checkout(checkout)
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 9780
    free = order_of(buyer, line_of(product, 5))
    assert free.orders[0].freight_minor == 0
    assert ask_all() == []


def test_nothing_is_ordered_where_it_is_not_sent():
    shop, buyer = make_shop(), make_buyer()
    make_template(shop.id, EVERYWHERE, FreightRule(("33",), is_refused=True))
    with pytest.raises(RegionUnreachable):
        order_of(buyer, line_of(make_product(shop)))


def test_goods_are_fetched_for_a_code_that_works_once():
    shop, buyer, owner = make_shop(), make_buyer(), None
    owner = owner_of(shop.id)
    make_template(shop.id)
    product = make_product(shop)
    with pytest.raises(PickupPointMissing):
        order_of(buyer, line_of(product), pickups={shop.id: uuid4()})
    with transaction.atomic():
        point = save_point(actor=owner, shop_id=shop.id, name="Kiln", address="1 Kiln Road")
    checkout = order_of(buyer, line_of(product), pickups={shop.id: point.id})
    assert find_pickup_code(buyer, checkout.orders[0].id) == ""
    order = paid(checkout)
    code = find_pickup_code(buyer, order.id)
    assert len(code) == 8
    assert find_pickup_code(owner, order.id) == ""
    assert (order.freight_minor, order.pickup) == (0, point)
    assert order.expected_step.action is StepAction.HAND_OVER
    with pytest.raises(NotThisWay), transaction.atomic():
        ship_order(
            actor=owner, order_id=order.id, carrier="x", tracking_number="1234", idempotency_key="s"
        )
    give = {"actor": owner, "shop_id": shop.id}
    for wrong in ("", "AAAAAAAA"):
        with pytest.raises(PickupCodeWrong), transaction.atomic():
            hand_over(**give, code=wrong, idempotency_key=f"w{wrong}")
    with pytest.raises(NotAllowed), transaction.atomic():
        hand_over(actor=buyer, shop_id=shop.id, code=code, idempotency_key="b")
    with transaction.atomic():
        done = hand_over(**give, code=code.lower(), idempotency_key="g")
    assert done.fulfilment_status is F.RECEIVED
    with pytest.raises(TransitionRefused), transaction.atomic():
        hand_over(**give, code=code, idempotency_key="again")
    assert ask_all() == []


def test_goods_nobody_fetches_are_refunded():
    shop, buyer = make_shop(), make_buyer()
    with transaction.atomic():
        point = save_point(actor=owner_of(shop.id), shop_id=shop.id, name="Kiln", address="1")
    order = paid(order_of(buyer, line_of(make_product(shop)), pickups={shop.id: point.id}))
    pass_time(timedelta(days=16))
    done = load_order(order.id)
    assert done.fulfilment_status is F.CANCELLED
    assert get_balance(f"person:{buyer.person_id}:available").posted_minor == 0


def test_online_goods_go_out_with_the_payment():
    shop, buyer = make_shop(), make_buyer()
    product = virtual_product(shop, "K-1", "K-2", "K-3", content="Open the box with it.")
    order = paid(order_of(buyer, line_of(product, 2)))
    assert order.fulfilment_status is F.DELIVERED
    (goods,) = list_online_goods(buyer, order.id)
    assert (goods.content, goods.codes) == ("Open the box with it.", ("K-1", "K-2"))
    assert list_online_goods(seller_of(order), order.id) == ()
    with pytest.raises(MixedDelivery):
        order_of(buyer, line_of(product), line_of(make_product(shop)))
    assert ask_all() == []


def test_online_goods_without_codes_wait_for_their_shop():
    shop, buyer = make_shop(), make_buyer()
    product = virtual_product(shop)
    order = paid(order_of(buyer, line_of(product)))
    assert order.fulfilment_status is F.TO_SHIP
    owner = owner_of(shop.id)
    with pytest.raises(CodesShort), transaction.atomic():
        deliver_online(actor=owner, order_id=order.id)
    with transaction.atomic():
        add_codes(actor=owner, shop_id=shop.id, product_id=product.id, codes=["K-9"])
        deliver_online(actor=owner, order_id=order.id)
    assert list_online_goods(buyer, order.id)[0].codes == ("K-9",)
