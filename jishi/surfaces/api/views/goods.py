"""Products, shops, search: what everybody may read."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import find_actor_of
from jishi.surfaces.api.presenters import show_card, show_product, show_shop
from jishi.surfaces.api.schemas.goods import ProductCardOut, ProductOut, SearchOut, ShopOut
from jishi.surfaces.api.schemas.parts import CategoryOut, ErrorOut, PageOut
from jishi.trade.catalog.queries import get_product, list_categories, list_products
from jishi.trade.catalog.types import ProductOrder
from jishi.trade.shops.queries import get_shop_card
from jishi.trade.shops.types import ShopStatus
from jishi.traffic.search.queries import search, suggestions

router = Router(tags=["goods"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/products", response={200: PageOut[ProductCardOut], 422: ErrorOut})
def list_shelf(
    request: HttpRequest,
    category: str | None = None,
    subcategory: str | None = None,
    attribute: Annotated[list[str], Query(max_length=10)] = [],  # noqa: B006
    shop_id: UUID | None = None,
    order: ProductOrder = ProductOrder.POPULAR,
    cursor: str | None = None,
    limit: Limit = 24,
) -> HttpResponse:
    """What open shops have listed; `attribute` is `tea_kind:oolong`, more than once if need be."""
    page = list_products(
        category=category,
        subcategory=subcategory,
        attributes=_attributes(attribute),
        shop_id=shop_id,
        order=order,
        cursor=cursor,
        limit=limit,
    )
    return page_answer(page, show_card)


def _attributes(given: list[str]) -> dict[str, str | int | float]:
    """Pairs of `key:value`; a value that is a number is one. Raises InvalidInput."""
    found: dict[str, str | int | float] = {}
    for text in given:
        key, colon, value = text.partition(":")
        if not (key and colon and value) or len(text) > 200 or "\x00" in text:
            raise InvalidInput(field="attribute")
        is_number = value.isascii() and value.isdigit() and len(value) < 16
        found[key] = int(value) if is_number else value
    return found


@router.get("/products/{product_id}", response={200: ProductOut, 404: ErrorOut})
def read_product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """One product with its SKUs; drafts for their shop's people only."""
    return answer(show_product(get_product(product_id, find_actor_of(request))))


@router.get("/categories", response=PageOut[CategoryOut])
def read_categories(request: HttpRequest) -> HttpResponse:
    """The departments of the mall."""
    return list_answer(
        {"slug": c.slug, "name_zh": c.name_zh, "name_en": c.name_en, "product_count": c.count}
        for c in list_categories()
    )


@router.get("/shops/{shop_id}", response={200: ShopOut, 404: ErrorOut})
def read_shop(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """An open shop."""
    shop = get_shop_card(shop_id)
    if shop.status is not ShopStatus.OPEN:
        raise NotFound()
    return answer(show_shop(shop))


@router.get("/search", response={200: SearchOut, 422: ErrorOut})
def find(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200)],
    kind: str = "all",
    limit: Limit = 20,
) -> HttpResponse:
    """Products, posts and shops that hold the words; `kind` is all, products, posts or shops."""
    found = search(q, kind=kind, viewer=find_actor_of(request), limit=limit)
    return answer({"products": found.products, "posts": found.posts, "shops": found.shops})


@router.get("/suggestions", response=PageOut[str])
def suggest(request: HttpRequest, q: Annotated[str, Query(max_length=200)]) -> HttpResponse:
    """Titles that begin with, or contain, what was typed."""
    return list_answer(suggestions(q))
