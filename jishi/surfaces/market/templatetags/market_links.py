"""`{% load market_links %}`: what is particular to the Market: addresses, cards, the stage."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from jishi.foundation.accounts.types import PersonCard
from jishi.surfaces.market.attribution import product_path
from jishi.surfaces.market.cards import draw_goods
from jishi.surfaces.market.parts import draw_promise_lines, draw_seen_in, draw_shop
from jishi.surfaces.market.presenters.basket import PricedBasket
from jishi.surfaces.market.presenters.clips import Clip, person_path
from jishi.surfaces.market.stage import FAR, draw_clip
from jishi.trade.catalog.types import ProductCard
from jishi.trade.orders.queries import count_cart
from jishi.trade.promotions.types import QuotedLine

register = template.Library()


@register.filter
def of_line(priced: PricedBasket, sku_id: UUID) -> QuotedLine | None:
    """The price of one line of a basket."""
    return priced.by_sku.get(sku_id)


@register.simple_tag
def product_link(product: ProductCard, scene: str) -> str:
    """Address of a product's page, found in `scene`."""
    return product_path(product.id, scene)


@register.simple_tag
def goods(product: ProductCard, scene: str) -> SafeString:
    """The card of a product on a shelf, linked from `scene`; as c-product-card, but quicker."""
    return draw_goods(product, product_path(product.id, scene))


@register.simple_tag
def stage(clip: Clip, position: int = FAR) -> SafeString:
    """A clip of the feed at its place on the page."""
    return draw_clip(clip, position)


register.simple_tag(draw_shop, name="shop_box")
register.simple_tag(draw_promise_lines, name="promise_lines")
register.simple_tag(draw_seen_in, name="seen_in")


@register.simple_tag
def person_link(person: PersonCard) -> str:
    """Address of somebody's page."""
    return person_path(person)


@register.simple_tag(takes_context=True)
def cart_count(context: template.Context) -> int:
    """Lines in the reader's cart; 0 for visitors."""
    user = context["request"].user
    return count_cart(user.id) if user.is_authenticated else 0
