"""Orders for tests, brought to any state by the real actions and the sandbox provider."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from django.db import transaction

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.types import SYSTEM, Actor, person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.catalog.types import ProductView
from jishi.trade.orders.actions.confirm_delivery import confirm_delivery
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.queries import list_addresses, load_order
from jishi.trade.orders.types import Attribution, CheckoutView, OrderLineInput, OrderView
from jishi.trade.payments.factories import pay
from jishi.trade.shops.queries import get_shop_card

_keys = count(1)


def make_buyer() -> Actor:
    """Somebody with an address to send things to."""
    buyer = person_actor(make_person().id)
    give_address(buyer)
    return buyer


def give_address(buyer: Actor) -> UUID:
    """An address of the buyer's."""
    with transaction.atomic():
        return save_address(
            actor=buyer,
            name="Lin Xiaoyu",
            phone="13800138000",
            region="Zhejiang Hangzhou Xihu",
            street="1 Longjing Road",
        ).id


def line_of(
    product: ProductView, quantity: int = 1, attribution: Attribution | None = None
) -> OrderLineInput:
    """So many of a product's first SKU at its price."""
    sku = product.skus[0]
    return OrderLineInput(sku.id, quantity, sku.price_minor, attribution)


def make_checkout(
    buyer: Actor | None = None,
    *lines: OrderLineInput,
    key: str | None = None,
    product: ProductView | None = None,
) -> CheckoutView:
    """A checkout that waits for payment; one unit of `product` (or a new one) by default."""
    buyer = buyer or make_buyer()
    if not lines:
        lines = (line_of(product or make_product()),)
    with transaction.atomic():
        return place_order(
            actor=buyer,
            lines=lines,
            address_id=list_addresses(buyer.require_person())[0].id,
            idempotency_key=key or f"test-{next(_keys)}",
        )


def pay_checkout(checkout: CheckoutView) -> None:
    """Pay on the sandbox provider's page and book it."""
    assert checkout.payment_id is not None
    pay(checkout.payment_id)


def make_paid_order(
    buyer: Actor | None = None, *lines: OrderLineInput, product: ProductView | None = None
) -> OrderView:
    """A paid order that waits to be shipped (the first, if there are several shops)."""
    checkout = make_checkout(buyer, *lines, product=product)
    pay_checkout(checkout)
    return load_order(checkout.orders[0].id)


def seller_of(order: OrderView) -> Actor:
    """The owner of the order's shop."""
    return person_actor(get_shop_card(order.shop_id).owner_id)


def ship(order: OrderView) -> OrderView:
    """Ship it, as its shop's owner."""
    with transaction.atomic():
        return ship_order(
            actor=seller_of(order),
            order_id=order.id,
            carrier="SF Express",
            tracking_number=f"SF{next(_keys):010d}",
            idempotency_key=f"ship-{order.id}",
        )


def make_shipped_order(
    buyer: Actor | None = None, *lines: OrderLineInput, product: ProductView | None = None
) -> OrderView:
    """An order on its way."""
    return ship(make_paid_order(buyer, *lines, product=product))


def make_delivered_order(buyer: Actor | None = None) -> OrderView:
    """An order at the buyer's door."""
    order = make_shipped_order(buyer)
    with transaction.atomic():
        return confirm_delivery(actor=SYSTEM, order_id=order.id)


def make_received_order(
    buyer: Actor | None = None, *lines: OrderLineInput, product: ProductView | None = None
) -> OrderView:
    """An order whose buyer has confirmed receipt."""
    order = make_shipped_order(buyer, *lines, product=product)
    with transaction.atomic():
        return receive_order(
            actor=person_actor(order.buyer_id),
            order_id=order.id,
            idempotency_key=f"receive-{order.id}",
        )
