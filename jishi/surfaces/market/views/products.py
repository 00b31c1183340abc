"""The product page: one for every way in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.content.posts.queries import list_posts_with_product
from jishi.foundation.kernel.errors import NotFound
from jishi.surfaces.market.attribution import FIELDS
from jishi.surfaces.market.flash import error_of
from jishi.surfaces.market.presenters.aisles import list_aisles
from jishi.surfaces.market.presenters.clips import compose_clips
from jishi.surfaces.market.presenters.deals import load_deals
from jishi.surfaces.market.presenters.facts import list_facts, list_terms
from jishi.surfaces.market.presenters.freight import quote_product
from jishi.surfaces.market.presenters.goods import (
    MAX_AT_ONCE,
    find_saving,
    first_sku,
    list_axes,
    list_promises,
    list_skus,
    unit_price,
)
from jishi.surfaces.market.presenters.reviews import load_questions, load_reviews
from jishi.surfaces.market.requests import back_path, visitor
from jishi.trade.catalog.queries import get_product, list_products
from jishi.trade.catalog.types import ProductCard, ProductView
from jishi.trade.shops.queries import get_shop_card

POSTS, SIMILAR, REVIEWS, QUESTIONS = 8, 4, 3, 2


@require_safe
def show_product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """A product with its price, promises and options; raises NotFound as the catalog does."""
    viewer = visitor(request)
    product = get_product(product_id, viewer)
    if not product.skus:
        raise NotFound()
    shop = get_shop_card(product.shop_id)
    first = first_sku(product)
    deals = load_deals(viewer, product, first)
    why = request.GET.get("flash", "")[:40]
    refusal = error_of(why, deals.flash.per_person if deals.flash else 1).message() if why else ""
    data = {
        "section": "mall",
        "product": product,
        "shop": shop,
        "first": first,
        "axes": list_axes(product, first),
        "skus": list_skus(product, deals.offers),
        "deals": deals,
        "unit_minor": unit_price(first, deals.offers),
        "promises": list_promises(product),
        "facts": list_facts(product),
        "terms": list_terms(product),
        "film": product.details.video,
        "slides": _slides(product),
        "saving": find_saving(first, deals.quoted),
        "freight": quote_product(product, viewer),
        "aisle": next((a for a in list_aisles() if a.slug == product.category), None),
        "refusal": refusal,
        "is_own": viewer is not None and viewer.person_id == shop.owner_id,
        "max_quantity": max(1, min(_most(product), first.available)),
        "came": {name: request.GET.get(name, "")[:40] for name in FIELDS},
        "back": back_path(request, "/mall/"),
        "posts": compose_clips(viewer, list_posts_with_product(product_id, limit=POSTS), "post"),
        "similar": _similar(product),
    }
    return render(request, "market/product.html", data)


@require_safe
def show_said(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """What buyers say and ask, as a fragment that the page asks for when it comes into view."""
    viewer = visitor(request)
    data = {
        "product": get_product(product_id, viewer),
        "reviews": load_reviews(product_id, limit=REVIEWS),
        "questions": load_questions(viewer, product_id, limit=QUESTIONS)[0],
    }
    return render(request, "market/_product_said.html", data)


def _most(product: ProductView) -> int:
    limit = product.details.limit
    return min(MAX_AT_ONCE, limit.quantity) if limit else MAX_AT_ONCE


def _slides(product: ProductView) -> list[str]:
    """Pictures of the gallery's slides: the film's poster first, where there is a film."""
    film = product.details.video
    first = [film.poster_key or product.picture_key] if film else []
    return [*first, *product.pictures]


def _similar(product: ProductView) -> list[ProductCard]:
    page = list_products(category=product.category, limit=SIMILAR + 1)
    return [card for card in page.items if card.id != product.id][:SIMILAR]
