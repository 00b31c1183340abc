"""A shop and its goods can be found while it is open."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_products
from jishi.trade.shops.queries import get_shop_card
from jishi.trade.shops.types import ShopStatus
from jishi.traffic.search.actions._put import drop_document, put_document
from jishi.traffic.search.actions.index_product import index_product
from jishi.traffic.search.models import SearchDocument
from jishi.traffic.search.rules import LABEL, TEXT, TITLE
from jishi.traffic.search.types import Kind


def index_shop(*, actor: Actor, shop_id: UUID, with_products: bool = True) -> bool:
    """Bring a shop's row, and those of its products, up to date; whether it can be found now."""
    try:
        shop = get_shop_card(shop_id)
    except NotFound:
        shop = None
    if shop is None or shop.status is not ShopStatus.OPEN:
        drop_document(shop_id)
        SearchDocument.objects.filter(kind=Kind.PRODUCT, owner_id=shop_id).delete()
        return False
    parts = [(TITLE, shop.name), (LABEL, shop.region), (TEXT, shop.about)]
    put_document(Kind.SHOP, shop.id, shop.owner_id, shop.name, parts)
    cursor: str | None = None
    while with_products:
        page = list_products(shop_id=shop_id, order="new", cursor=cursor, limit=100)
        for card in page.items:
            index_product(actor=actor, product_id=card.id)
        cursor = page.next_cursor
        if cursor is None:
            break
    return True
