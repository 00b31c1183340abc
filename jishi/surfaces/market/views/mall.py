"""The mall: aisles, rankings that say what they rank by, the shelf; shops; search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jishi.foundation.accounts.queries import get_person_card
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.surfaces.market.presenters.aisles import list_aisles
from jishi.surfaces.market.presenters.clips import person_path
from jishi.surfaces.market.presenters.coupons import list_coupon_cards
from jishi.surfaces.market.presenters.flash import load_board
from jishi.surfaces.market.presenters.score import compose_score
from jishi.surfaces.market.requests import visitor
from jishi.trade.catalog.queries import list_product_cards, list_products
from jishi.trade.catalog.types import ProductCard, ProductOrder
from jishi.trade.promotions.queries import list_open_coupons
from jishi.trade.shops.queries import (
    find_shop_role,
    get_front,
    get_score,
    get_shop_card,
)

SHELF, RANKING = 24, 3


@require_safe
def show_mall(request: HttpRequest) -> HttpResponse:
    """The mall, or one of its aisles; `order` sorts the shelf."""
    category = request.GET.get("category") or None
    shelf = _shelf(request, category)
    orders = [
        ("popular", gettext("Most bought")),
        ("new", gettext("Newest")),
        ("price", gettext("Lowest price")),
    ]
    data = {
        "section": "mall",
        "aisles": list_aisles(),
        "category": category,
        "orders": orders,
        **shelf,
    }
    if category is None and not request.GET.get("cursor"):
        popular = shelf["products"] if shelf["order"] == ProductOrder.POPULAR else None
        data["best_sellers"] = _best_sellers(RANKING, popular)
        data["board"] = load_board()
        data["newest"] = list_products(order=ProductOrder.NEW, limit=RANKING).items
    return render(request, "market/mall.html", data)


@require_safe
def show_shelf(request: HttpRequest) -> HttpResponse:
    """More of the shelf, as a fragment."""
    category = request.GET.get("category") or None
    return render(request, "market/_shelf.html", _shelf(request, category))


@require_safe
def show_home_shelf(request: HttpRequest) -> HttpResponse:
    """What stands beside the feed on a desktop, as a fragment; read only where it is seen."""
    data = {
        "aisles": list_aisles(),
        "popular": _best_sellers(7),
        "newest": list_products(order=ProductOrder.NEW, limit=4).items,
    }
    return render(request, "market/_home_shelf.html", data)


def _best_sellers(limit: int, known: Sequence[ProductCard] | None = None) -> list[ProductCard]:
    """The goods bought most; none that nobody has bought yet. `known`: those that were read."""
    cards = known or list_products(order=ProductOrder.POPULAR, limit=limit).items
    return [card for card in cards[:limit] if card.sold_count]


class _Shelf(TypedDict):
    products: Sequence[ProductCard]
    order: str
    more: str
    scene: str


def _shelf(request: HttpRequest, category: str | None) -> _Shelf:
    order = request.GET.get("order") or ProductOrder.POPULAR
    cursor = request.GET.get("cursor") or None
    page = list_products(category=category, order=order, cursor=cursor, limit=SHELF)
    more = ""
    if page.next_cursor:
        values = {"category": category, "order": order, "cursor": page.next_cursor}
        more = "/mall/shelf?" + urlencode({k: v for k, v in values.items() if v})
    return {"products": page.items, "order": str(order), "more": more, "scene": "mall"}


@require_safe
def show_shop(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """An open shop with all it has listed."""
    shop = get_shop_card(shop_id)
    if not shop.is_open:
        raise NotFound()
    cursor = request.GET.get("cursor") or None
    viewer = visitor(request)
    viewer_id = viewer.person_id if viewer else None
    coupons = list_open_coupons(viewer, shop_id=shop_id, limit=4)
    page = list_products(shop_id=shop_id, cursor=cursor, limit=SHELF)
    front, now = get_front(shop_id), clock.now()
    ids = {i for s in front.sections for i in s.product_ids}
    chosen = list_product_cards(ids) if ids and not cursor else {}
    data = {
        "section": "mall",
        "front": front,
        "front_sections": [
            (s.title, [chosen[i] for i in s.product_ids if _is_shown(chosen.get(i), shop_id)])
            for s in front.sections
        ],
        "is_staffed": front.is_staffed(now),
        "opens_at": front.next_opening(now),
        "is_on_holiday": front.is_on_holiday(now),
        "is_own": viewer_id is not None and find_shop_role(viewer_id, shop_id) is not None,
        "shop": shop,
        "coupons": list_coupon_cards(coupons) if coupons else [],
        "owner_href": person_path(get_person_card(shop.owner_id)),
        "products": page.items,
        "next_cursor": page.next_cursor,
        "scene": "shop",
    }
    return render(request, "market/shop.html", data)


def _is_shown(card: ProductCard | None, shop_id: UUID) -> bool:
    """Whether a product that a section names is the shop's and can be bought now."""
    return card is not None and card.shop_id == shop_id and card.is_buyable


@require_safe
def show_score(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """A shop's score with its formula, for everybody."""
    shop = get_shop_card(shop_id)
    if not shop.is_open:
        raise NotFound()
    data = {"section": "mall", "shop": shop, "score": compose_score(get_score(shop_id))}
    return render(request, "market/shop_score.html", data)
