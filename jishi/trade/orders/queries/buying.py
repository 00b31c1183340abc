"""Carts and address books, for their owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import ngettext

from jishi.foundation.accounts.types import Obligation
from jishi.foundation.kernel.rows import list_rows
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.models import Address, CartLine, Order
from jishi.trade.orders.queries.rows import attribution_of
from jishi.trade.orders.types import Address as AddressValue
from jishi.trade.orders.types import (
    AddressView,
    CartLineView,
    CartProblem,
    CartShopView,
    CartView,
    CheckoutStatus,
    FulfilmentStatus,
    OrderLineInput,
)
from jishi.trade.promotions.types import QuoteLine


def get_cart(viewer: Actor) -> CartView:
    """The viewer's cart with today's prices and what is wrong with each line; two statements.

    A SKU that nobody knows any more is left out. Raises NotSignedIn.
    """
    person_id = viewer.require_person()
    rows = list_rows(CartLine, "person_id = %s ORDER BY added_at DESC, id DESC", [person_id])
    offers = get_skus(row.sku_id for row in rows)
    shops: dict[UUID, list[CartLineView]] = {}
    for row in rows:
        offer = offers.get(row.sku_id)
        if offer is not None:
            shops.setdefault(offer.shop_id, []).append(_line_of(row, offer))
    names = {offer.shop_id: offer.shop_name for offer in offers.values()}
    groups = tuple(
        CartShopView(shop_id, names[shop_id], tuple(lines), _total(lines))
        for shop_id, lines in shops.items()
    )
    return CartView(
        shops=groups,
        total_minor=sum(group.total_minor for group in groups),
        currency=settings.currency,
        count=sum(len(group.lines) for group in groups),
    )


def _total(lines: list[CartLineView]) -> int:
    return sum(line.total_minor for line in lines if line.problem is None)


def _line_of(row: CartLine, offer: SkuOffer) -> CartLineView:
    problem = None
    if not offer.is_buyable:
        problem = CartProblem.GONE
    elif offer.sku.available < row.quantity:
        problem = CartProblem.SHORT if offer.sku.available > 0 else CartProblem.SOLD_OUT
    return CartLineView(
        sku=offer.sku,
        title=offer.title,
        picture_key=offer.picture_key,
        quantity=row.quantity,
        shop_id=offer.shop_id,
        total_minor=offer.sku.price_minor * row.quantity,
        problem=problem,
        attribution=attribution_of(row.attribution),
    )


def lines_to_quote(
    lines: Iterable[OrderLineInput], offers: Mapping[UUID, SkuOffer]
) -> list[QuoteLine]:
    """What is to be ordered as promotions price it."""
    found = []
    for line in lines:
        offer = offers[line.sku_id]
        found.append(
            QuoteLine(
                sku_id=line.sku_id,
                product_id=offer.sku.product_id,
                shop_id=offer.shop_id,
                category=offer.category,
                quantity=line.quantity,
                price_minor=offer.sku.price_minor,
            )
        )
    return found


def count_cart(person_id: UUID) -> int:
    """Kinds of goods in somebody's cart."""
    return CartLine.objects.filter(person_id=person_id).count()


def list_addresses(person_id: UUID) -> tuple[AddressView, ...]:
    """Somebody's address book, the default first, then the newest."""
    rows = Address.objects.filter(person_id=person_id)
    return tuple(address_view(row) for row in rows.order_by("-is_default", "-created_at", "-id"))


def address_view(row: Address) -> AddressView:
    """The view of a row of this room."""
    value = AddressValue(row.name, row.phone, row.region, row.street, row.postcode)
    return AddressView(row.id, value, row.is_default)


def list_buyer_obligations(person_id: UUID) -> tuple[Obligation, ...]:
    """What keeps a buyer's account open: orders under way, and refunds that have not arrived."""
    done = (FulfilmentStatus.RECEIVED, FulfilmentStatus.CANCELLED)
    running = ~Q(fulfilment_status__in=done) & ~Q(payment_status=CheckoutStatus.CLOSED)
    refunding = Q(refund_minor__gt=0, refunded_at=None)
    count = Order.objects.filter(Q(buyer_id=person_id) & (running | refunding)).count()
    if not count:
        return ()
    text = ngettext("%(count)d order is under way", "%(count)d orders are under way", count)
    return (Obligation("orders_under_way", text % {"count": count}),)
