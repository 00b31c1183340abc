"""Arranging a showcase: the same for a creator in Studio and for a shop at its desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import parse_id
from jishi.trade.catalog.actions.add_to_showcase import add_to_showcase
from jishi.trade.catalog.actions.arrange_showcase import arrange_showcase
from jishi.trade.catalog.actions.remove_from_showcase import remove_from_showcase
from jishi.trade.catalog.queries import (
    list_product_cards,
    list_products,
    list_showcase,
    search_products,
)
from jishi.trade.catalog.types import ProductCard, ShowcaseKind, ShowcaseOwner

FOUND = 24
_SWITCHES = {
    "pin": {"is_pinned": True},
    "unpin": {"is_pinned": False},
    "hide": {"is_hidden": True},
    "show": {"is_hidden": False},
}


def manage_showcase(
    request: HttpRequest, actor: Actor, owner: ShowcaseOwner, template: str, page: dict[str, Any]
) -> HttpResponse:
    """The page of a showcase for those who arrange it; a POST changes it and comes back.

    A new order (`order`) is sent by the page's script and answered without a page.
    """
    if request.method == "POST":
        if "order" in request.POST:
            order = [parse_id(text, "order") for text in request.POST["order"].split(",") if text]
            with durable():
                arrange_showcase(actor=actor, owner=owner, order=order)
            return HttpResponse(status=204)
        try:
            _change(request, actor, owner)
            messages.success(request, gettext("Saved."))
        except DomainError as refused:
            messages.error(request, refused.message())
        return redirect(request.get_full_path())
    items = list_showcase(owner, actor)
    known = {item.product.id for item in items}
    q = request.GET.get("q", "").strip()[:60]
    found = [card for card in _find(owner, q) if card.id not in known]
    return render(request, template, page | {"items": items, "q": q, "found": found})


def _change(request: HttpRequest, actor: Actor, owner: ShowcaseOwner) -> None:
    product_id = parse_id(request.POST.get("product", ""), "product")
    op = request.POST.get("op", "")
    with durable():
        if op == "add":
            add_to_showcase(actor=actor, owner=owner, product_ids=[product_id])
        elif op == "remove":
            remove_from_showcase(actor=actor, owner=owner, product_ids=[product_id])
        else:
            switch = _SWITCHES.get(op, {})
            arrange_showcase(
                actor=actor,
                owner=owner,
                product_id=product_id,
                is_pinned=switch.get("is_pinned"),
                is_hidden=switch.get("is_hidden"),
            )


def _find(owner: ShowcaseOwner, q: str) -> list[ProductCard]:
    """Goods to choose from: a shop's own, or what the words find; the popular ones without any."""
    shop_id = owner.id if owner.kind is ShowcaseKind.SHOP else None
    if not q:
        return list(list_products(shop_id=shop_id, limit=FOUND).items)
    ids = search_products(q, limit=100)
    cards = list_product_cards(ids)
    found = [cards[key] for key in ids if key in cards]
    return [card for card in found if shop_id in (None, card.shop_id)][:FOUND]
