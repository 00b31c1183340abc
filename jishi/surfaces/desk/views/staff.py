"""Staff: who works in the shop, offers of a role, and taking one up."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.accounts.actions.send_message import send_message
from jishi.foundation.accounts.queries import actor_of, read_contact
from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.shops.actions.accept_offer import accept_offer
from jishi.trade.shops.actions.change_role import change_role
from jishi.trade.shops.actions.decline_offer import decline_offer
from jishi.trade.shops.actions.offer_role import offer_role
from jishi.trade.shops.actions.remove_member import remove_member
from jishi.trade.shops.actions.revoke_offer import revoke_offer
from jishi.trade.shops.queries import (
    find_shop_role,
    get_offer,
    get_shop_card,
    list_appointable,
    list_members,
    list_offers,
    list_rights,
)
from jishi.trade.shops.types import ALL_ROLES, OfferView, Right, ShopRole

log = structlog.get_logger(__name__)


@require_safe
@desk_page(*ALL_ROLES)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Members with their roles; offers for those who manage staff."""
    return _page(request, desk)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    link: str = "",
    offer: OfferView | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    appointable = list_appointable(desk.role) if desk.may(Right.MANAGE_STAFF) else ()
    roles = [(r.value, gettext(r.label)) for r in appointable]
    page = {
        "desk": desk,
        "section": "staff",
        "members": list_members(desk.actor, desk.shop.id),
        "offers": list_offers(desk.actor, desk.shop.id) if appointable else (),
        "roles": roles,
        "appointable": appointable,
        "table": [
            (right, [role for role in ShopRole if right in list_rights(role)]) for right in Right
        ],
        "all_roles": list(ShopRole),
        "link": link,
        "offer": offer,
        "error": error,
    }
    return render(request, "desk/staff.html", page, status=422 if error else 200)


def _role(text: str) -> ShopRole:
    if text not in set(ShopRole):
        raise InvalidInput(field="role")
    return ShopRole(text)


@require_POST
@desk_page(Right.MANAGE_STAFF)
def invite(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Offer a role; the link is sent where an address or number is given, and shown here once."""
    check_rate("shops.offer_role", desk.actor.person_id, "30/hour")
    contact = request.POST.get("contact", "")[:254]
    try:
        role = _role(request.POST.get("role", ""))
        with durable():
            offer = offer_role(actor=desk.actor, shop_id=desk.shop.id, role=role, contact=contact)
    except DomainError as refused:
        return _page(request, desk, error=refused)
    link = f"{settings.market_url}/shop/join/{quote(offer.token or '')}/"
    if offer.contact:
        _send(request, desk, offer, link)
    return _page(request, desk, link=link, offer=offer)


def _send(request: HttpRequest, desk: Desk, offer: OfferView, link: str) -> None:
    words = {"shop": desk.shop.name, "role": gettext(offer.role.label)}
    subject = gettext("%(shop)s invites you") % words
    text = gettext("%(shop)s offers you the role “%(role)s”. Answer within 7 days:") % words
    try:
        send_message(
            contact=read_contact(offer.contact), subject=subject, text=f"{text % words}\n{link}"
        )
    except OSError:
        log.warning("offer_not_sent", shop=str(desk.shop.id))
        messages.warning(
            request, gettext("The message could not be sent. Hand the link over yourself.")
        )


@require_POST
@desk_page(Right.MANAGE_STAFF)
def revoke(request: HttpRequest, desk: Desk, offer_id: UUID) -> HttpResponse:
    """Take an offer back."""
    with durable():
        revoke_offer(actor=desk.actor, shop_id=desk.shop.id, offer_id=offer_id)
    messages.success(request, gettext("The link no longer works."))
    return redirect("desk-staff", shop_id=desk.shop.id)


@require_POST
@desk_page(Right.MANAGE_STAFF)
def set_role(request: HttpRequest, desk: Desk, person_id: UUID) -> HttpResponse:
    """Another role for a member."""
    with durable():
        change_role(
            actor=desk.actor,
            shop_id=desk.shop.id,
            person_id=person_id,
            role=_role(request.POST.get("role", "")),
        )
    messages.success(request, gettext("Saved."))
    return redirect("desk-staff", shop_id=desk.shop.id)


@require_POST
@desk_page(*ALL_ROLES)
def remove(request: HttpRequest, desk: Desk, person_id: UUID) -> HttpResponse:
    """End somebody's work here; who leaves by themselves goes to their other shops."""
    with durable():
        remove_member(actor=desk.actor, shop_id=desk.shop.id, person_id=person_id)
    messages.success(request, gettext("Done."))
    if person_id == desk.actor.person_id:
        return redirect("desk")
    return redirect("desk-staff", shop_id=desk.shop.id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An offered role: take it up or decline it."""
    actor = actor_of(request.user)
    check_rate("shops.join", actor.person_id, "30/minute")
    offer = get_offer(token)
    if request.method == "POST":
        with durable():
            if request.POST.get("answer") == "decline":
                decline_offer(actor=actor, token=token)
            else:
                accept_offer(actor=actor, token=token)
        if request.POST.get("answer") == "decline":
            messages.success(request, gettext("You have declined."))
            return redirect("desk")
        messages.success(request, gettext("Welcome! You work here now."))
        return redirect("desk-today", shop_id=offer.shop_id)
    page = {
        "offer": offer,
        "shop": get_shop_card(offer.shop_id),
        "rights": [r for r in Right if r in list_rights(offer.role)],
        "held": find_shop_role(actor.require_person(), offer.shop_id),
    }
    return render(request, "desk/join.html", page)
