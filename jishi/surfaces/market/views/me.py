"""One's own corner: orders at a glance, likes, addresses, language and theme."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.content.posts.queries import list_liked_posts
from jishi.foundation.accounts.queries import get_person_card
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.queries import count_followed, count_followers
from jishi.surfaces.market.forms import read_address
from jishi.surfaces.market.presenters.clips import compose_clips, person_path
from jishi.surfaces.market.requests import find_id, signed_in
from jishi.trade.orders.actions.delete_address import delete_address
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.queries import count_orders_of, list_addresses
from jishi.trade.orders.types import BuyerWord
from jishi.trade.shipping.queries import divisions_in, parse_address, path_of, region_text

THEMES = ("", "light", "dark")
_STATES = (
    (BuyerWord.TO_PAY, "wallet"),
    (BuyerWord.TO_SHIP, "package"),
    (BuyerWord.TO_RECEIVE, "truck"),
    (BuyerWord.RECEIVED, "circle-check"),
)
YEAR_SECONDS = 365 * 24 * 3600


@require_safe
@signed_in
def show_me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The way to everything that is one's own."""
    person = get_person_card(actor.require_person())
    counts = count_orders_of(person.id)
    data = {
        "section": "me",
        "person": person,
        "page_path": person_path(person),
        "states": [
            {
                "word": str(word),
                "icon": icon,
                "label": gettext(word.label),
                # A badge asks for something; what is done asks for nothing.
                "count": counts[word] if word is not BuyerWord.RECEIVED else 0,
            }
            for word, icon in _STATES
        ],
        "links": _links(actor),
        "followed_count": count_followed(person.id),
        "follower_count": count_followers([person.id])[person.id],
    }
    return render(request, "market/me.html", data)


def _links(actor: Actor) -> list[dict[str, str]]:
    links = [
        ("/cart/", "shopping-cart", gettext("Cart"), ""),
        ("/me/reviews/", "star", gettext("Reviews"), ""),
        ("/me/coupons/", "ticket-percent", gettext("Coupons"), ""),
        ("/me/aftersales/", "life-buoy", gettext("After-sales"), ""),
        ("/me/likes/", "heart", gettext("Liked posts"), ""),
        ("/me/addresses/", "map-pin", gettext("Addresses"), ""),
        ("/studio/", "clapperboard", gettext("Studio"), gettext("publish, see your figures")),
        ("/shop/", "store", gettext("Shop desk"), gettext("sell, ship, get paid")),
        ("/accounts/", "shield-check", gettext("Account and security"), ""),
    ]
    if actor.is_operator:
        links.append(("/control/", "sliders-horizontal", gettext("Control room"), ""))
    return [
        {"href": href, "icon": icon, "label": label, "note": note}
        for href, icon, label, note in links
    ]


@require_safe
@signed_in
def show_likes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Posts that one likes, latest like first."""
    page = list_liked_posts(actor, cursor=request.GET.get("cursor") or None)
    clips = compose_clips(actor, page.items, "post")
    data = {"section": "me", "clips": clips, "next_cursor": page.next_cursor}
    return render(request, "market/likes.html", data)


@require_safe
@signed_in
def show_addresses(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's address book; `edit` opens one of them."""
    addresses = list_addresses(actor.require_person())
    asked = find_id(request.GET.get("edit"))
    data = {
        "section": "me",
        "addresses": addresses,
        "edited": next((a for a in addresses if a.id == asked), None),
    }
    return render(request, "market/addresses.html", data)


@require_POST
@signed_in
def keep_address(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Saves a new or changed address; what is wrong is said above the form, still filled in."""
    address_id = find_id(request.POST.get("address_id"))
    fields = read_address(request.POST)
    try:
        with durable():
            save_address(actor=actor, address_id=address_id, **fields)
    except DomainError as error:
        addresses = list_addresses(actor.require_person())
        data = {"section": "me", "addresses": addresses, "error": error.message(), "typed": fields}
        return render(request, "market/addresses.html", data, status=error.status)
    messages.success(request, gettext("Address saved"))
    return redirect("/me/addresses/")


@require_POST
@signed_in
def parse_pasted(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form's fields, filled with what could be read out of a pasted address."""
    found = parse_address(request.POST.get("paste", ""))
    return render(request, "market/_address_fields.html", {"typed": found})


@require_safe
def show_regions(request: HttpRequest) -> HttpResponse:
    """What lies in a province or city; `take` gives the field with the region written in."""
    taken = request.GET.get("take", "")
    if path_of(taken):
        typed = {"region": region_text(taken), "division": taken}
        return render(request, "market/_region_picker.html", {"typed": typed})
    parent = request.GET.get("parent", "")
    path = path_of(parent)
    data = {
        "parent": parent if path else "",
        "path": path,
        "region": region_text(parent),
        "divisions": divisions_in(parent if path else ""),
        "is_latin": get_language() != "zh-hans",
    }
    return render(request, "market/_regions.html", data)


@require_POST
@signed_in
def drop_address(request: HttpRequest, actor: Actor, address_id: UUID) -> HttpResponse:
    """Deletes an address; orders keep their copy."""
    with durable():
        delete_address(actor=actor, address_id=address_id)
    return redirect("/me/addresses/")


@require_safe
def show_settings(request: HttpRequest) -> HttpResponse:
    """Language and theme; for visitors, too."""
    themes = [
        ("", gettext("As the device")),
        ("light", gettext("Light")),
        ("dark", gettext("Dark")),
    ]
    chosen = request.COOKIES.get("theme", "")
    data = {
        "section": "me",
        "themes": themes,
        "chosen_theme": chosen if chosen in THEMES else "",
    }
    return render(request, "market/settings.html", data)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme in a cookie of this device."""
    chosen = request.POST.get("theme", "")
    response = redirect("/me/settings/")
    if chosen in {"light", "dark"}:
        response.set_cookie("theme", chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        response.delete_cookie("theme")
    return response
