"""Opening a shop, and its name card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.foundation.accounts.queries import actor_of
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.desk.forms import FrontForm, ShopForm
from jishi.surfaces.desk.fronts import (
    WEEKDAYS,
    front_initial,
    list_section_goods,
    read_front,
    section_rows,
    store_banner,
)
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.actions.update_front import update_front
from jishi.trade.shops.actions.update_shop import update_shop
from jishi.trade.shops.queries import get_front, list_shops_of
from jishi.trade.shops.types import Right


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """`/shop/`: to the only shop, to a choice of shops, or to opening one."""
    shops = list_shops_of(actor_of(request.user).require_person())
    if not shops:
        return redirect("desk-apply")
    if len(shops) == 1:
        return redirect("desk-today", shop_id=shops[0].id)
    return render(request, "desk/choose.html", {"shops": shops})


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask the operator for a shop."""
    actor = actor_of(request.user)
    form = ShopForm(request.POST or None)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            logo = _logo_of(request, actor)
            with durable():
                shop = apply_for_shop(actor=actor, logo_key=logo, **form.cleaned_data)
            return redirect("desk-today", shop_id=shop.id)
        except DomainError as refused:
            error = refused
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/apply.html", {"form": form, "error": error}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_SHOP)
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A shop's name card, as buyers see it."""
    shop = desk.shop
    start = {"name": shop.name, "region": shop.region, "about": shop.about}
    form = ShopForm(request.POST or None, initial=start)
    error = None
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "contact_phone" or v}
        try:
            logo = _logo_of(request, desk.actor)
            with durable():
                update_shop(
                    actor=desk.actor, shop_id=shop.id, logo_key=logo or shop.logo_key, **values
                )
            messages.success(request, gettext("Saved."))
            return redirect("desk-settings", shop_id=shop.id)
        except DomainError as refused:
            error = refused
    page = {"form": form, "desk": desk, "section": "settings", "error": error}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/settings.html", page, status=status)


def _logo_of(request: HttpRequest, actor: Actor) -> str:
    file = request.FILES.get("logo")
    if not file:
        return ""
    with durable():
        return store_picture(actor=actor, data=file.read(), filename=file.name or "").picture_for(
            320
        )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_SHOP)
def front(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Banner, notice, sections of chosen goods, hours, replies while nobody is there."""
    known = get_front(desk.shop.id)
    form = FrontForm(request.POST or None, initial=front_initial(known))
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            banner = store_banner(desk.actor, request.FILES.get("banner"))
            with durable():
                update_front(
                    actor=desk.actor,
                    shop_id=desk.shop.id,
                    banner_key=banner,
                    **read_front(form.cleaned_data, request.POST),
                )
            messages.success(request, gettext("Saved."))
            return redirect("desk-front", shop_id=desk.shop.id)
        except DomainError as refused:
            error = refused
    page = {
        "desk": desk,
        "section": "front",
        "form": form,
        "front": known,
        "error": error,
        "goods": list_section_goods(desk.shop.id),
        "sections": section_rows(known),
        "days": WEEKDAYS,
        "chosen_days": [str(d) for d in form["days"].value() or ()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/front.html", page, status=status)
