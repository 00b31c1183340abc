"""Who calls, and by which state machines the market works."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.content.posts.queries import list_lifecycles as list_post_lifecycles
from jishi.foundation.accounts.queries import get_person_card
from jishi.foundation.kernel.signing import media_url
from jishi.foundation.kernel.types import Lifecycle
from jishi.surfaces.api.answers import answer, list_answer
from jishi.surfaces.api.auth import Allowed
from jishi.surfaces.api.presenters import show_lifecycle
from jishi.surfaces.api.schemas.parts import ErrorOut, LifecycleOut, MeOut, PageOut
from jishi.surfaces.api.types import Caller, Scope
from jishi.trade.aftersales.queries import list_lifecycles as list_aftersale_lifecycles
from jishi.trade.catalog.queries import list_lifecycles as list_catalog_lifecycles
from jishi.trade.orders.queries import list_lifecycles as list_order_lifecycles
from jishi.trade.payments.queries import list_lifecycles as list_payment_lifecycles
from jishi.trade.promotions.queries import list_lifecycles as list_promotion_lifecycles
from jishi.trade.settlement.queries import list_lifecycles as list_settlement_lifecycles
from jishi.trade.shipping.queries import list_lifecycles as list_shipping_lifecycles
from jishi.trade.shops.queries import list_lifecycles as list_shop_lifecycles
from jishi.trade.shops.queries import list_shops_of
from jishi.traffic.allocation.queries import list_lifecycles as list_grant_lifecycles

router = Router(tags=["about"])
_ROOMS = (
    list_shop_lifecycles,
    list_catalog_lifecycles,
    list_payment_lifecycles,
    list_promotion_lifecycles,
    list_order_lifecycles,
    list_shipping_lifecycles,
    list_settlement_lifecycles,
    list_aftersale_lifecycles,
    list_post_lifecycles,
    list_grant_lifecycles,
)


@router.get("/me", response={200: MeOut, 401: ErrorOut}, auth=Allowed(Scope.ME_READ))
def read_me(request: HttpRequest) -> HttpResponse:
    """Who the token or session belongs to, and the shops they work for."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    person_id = caller.actor.require_person()
    card = get_person_card(person_id)
    shops = [{"id": s.id, "name": s.name, "status": s.status} for s in list_shops_of(person_id)]
    return answer(
        {
            "id": card.id,
            "display_name": card.display_name,
            "handle": card.handle,
            "avatar_url": media_url(card.avatar_key) if card.avatar_key else None,
            "shops": shops,
            "scopes": sorted(caller.scopes) if caller.scopes is not None else None,
        }
    )


@router.get("/lifecycles", response=PageOut[LifecycleOut])
def read_lifecycles(request: HttpRequest) -> HttpResponse:
    """All state machines: who may do what next, and what happens by itself."""
    machines: list[Lifecycle] = [machine for room in _ROOMS for machine in room()]
    return list_answer(show_lifecycle(m) for m in sorted(machines, key=lambda m: m.name))
