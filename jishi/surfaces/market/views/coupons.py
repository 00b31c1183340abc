"""Coupons: what can be taken, what one has; joining a shop."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.coupons import list_claim_cards, list_coupon_cards
from jishi.surfaces.market.requests import back_path, signed_in, visitor
from jishi.trade.promotions.actions.claim_coupon import claim_coupon
from jishi.trade.promotions.actions.join_shop import join_shop
from jishi.trade.promotions.queries import list_claims, list_open_coupons


@require_safe
def show_centre(request: HttpRequest) -> HttpResponse:
    """All coupons that can be taken now, the market's first."""
    viewer = visitor(request)
    data = {
        "section": "mall",
        "tab": "take",
        "cards": list_coupon_cards(list_open_coupons(viewer)),
        "back": "/mall/",
    }
    return render(request, "market/coupons.html", data)


@require_safe
@signed_in
def show_mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The coupons in one's own hand."""
    page = list_claims(actor.require_person(), cursor=request.GET.get("cursor") or None)
    data = {
        "section": "me",
        "tab": "mine",
        "cards": list_claim_cards(page.items),
        "next_cursor": page.next_cursor,
        "back": "/me/",
    }
    return render(request, "market/coupons.html", data)


@require_POST
@signed_in
def take(request: HttpRequest, actor: Actor, coupon_id: UUID) -> HttpResponse:
    """Takes one and stays where it was seen."""
    try:
        with durable():
            claim_coupon(actor=actor, coupon_id=coupon_id)
    except DomainError as error:
        messages.error(request, error.message())
    else:
        messages.success(request, gettext("The coupon is yours: checkout uses it by itself"))
    return redirect(back_path(request, "/coupons/"))


@require_POST
@signed_in
def join(request: HttpRequest, actor: Actor, shop_id: UUID) -> HttpResponse:
    """Joins a shop for its members' prices, or leaves it."""
    with durable():
        joined = join_shop(actor=actor, shop_id=shop_id, joined=request.POST.get("on") != "0")
    if joined:
        messages.success(request, gettext("You are a member: its members' prices are yours"))
    return redirect(back_path(request, f"/s/{shop_id}"))
