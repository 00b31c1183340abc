"""What sending a basket, or one product, costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.basket import PricedBasket
from jishi.trade.catalog.types import ProductView
from jishi.trade.orders.queries import list_addresses
from jishi.trade.orders.types import Address
from jishi.trade.shipping.errors import RegionUnknown
from jishi.trade.shipping.queries import quote_deliveries
from jishi.trade.shipping.types import DeliveryQuote, FreightItem


@dataclass(frozen=True, slots=True)
class BasketFreight:
    """Freight of each shop's order; a problem says why it cannot be worked out or sent."""

    by_shop: Mapping[UUID, int]
    refused: frozenset[UUID]
    problem: str

    @property
    def total_minor(self) -> int:
        """Freight of all of them."""
        return sum(self.by_shop.values())


def quote_basket(priced: PricedBasket, address: Address | None) -> BasketFreight:
    """The freight of a basket to an address, after discounts; none before there is one."""
    if address is None:
        return BasketFreight({}, frozenset(), "")
    payable = {quoted.line.sku_id: quoted.payable_minor for quoted in priced.quote.lines}
    baskets = {
        shop.shop_id: [
            FreightItem(line.sku.product_id, line.quantity, payable.get(line.sku.id, 0))
            for line in shop.lines
        ]
        for shop in priced.basket.shops
    }
    try:
        quotes = quote_deliveries(baskets=baskets, division=address.division, region=address.region)
    except DomainError as error:
        return BasketFreight({}, frozenset(), error.message())
    refused = {product for quote in quotes.values() for product in quote.freight.refused}
    by_shop = {shop: quote.freight.freight_minor for shop, quote in quotes.items()}
    return BasketFreight(by_shop, frozenset(refused), "")


@dataclass(frozen=True, slots=True)
class ProductFreight:
    """The line of a product's page: where to, how much, from when on free."""

    place: str
    freight_minor: int
    is_refused: bool
    free_over_minor: int | None
    is_online: bool


def quote_product(product: ProductView, viewer: Actor | None) -> ProductFreight | None:
    """Freight of one piece to the viewer's own address; None where the place decides it.

    Visitors see what holds everywhere, if the shop's tariff is the same everywhere.
    """
    book = list_addresses(viewer.person_id) if viewer and viewer.person_id else ()
    address = book[0].address if book else None
    item = FreightItem(product.id, 1, product.price_minor)
    try:
        quote: DeliveryQuote = quote_deliveries(
            baskets={product.shop_id: [item]},
            division=address.division if address else "",
            region=address.region if address else "",
        )[product.shop_id]
    except RegionUnknown:
        return None
    free = [p.free_over_minor for p in quote.freight.parts if p.free_over_minor]
    return ProductFreight(
        place=address.region if address else "",
        freight_minor=quote.freight.freight_minor,
        is_refused=quote.freight.is_refused,
        free_over_minor=free[0] if free else None,
        is_online=quote.methods[product.id] == "virtual",
    )
