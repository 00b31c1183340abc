"""A shop's orders, for its people's programs (ERP)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.answers import answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.presenters import show_order
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.schemas.trade import CancelIn, OrderOut, ShipIn
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.queries import get_order, list_shop_orders
from jishi.trade.orders.types import DeskTab, OrderView

router = Router(tags=["selling"])
READ, WRITE = Allowed(Scope.SHOP_READ), Allowed(Scope.SHOP_WRITE)


@router.get("/shops/{shop_id}/orders", response={200: PageOut[OrderOut], **REFUSALS}, auth=READ)
def list_sold(
    request: HttpRequest,
    shop_id: UUID,
    status: DeskTab | None = None,
    q: Annotated[str, Query(max_length=60)] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    """Orders of a shop that the caller works for; `q` looks for numbers and names."""
    page = list_shop_orders(
        actor_of(request), shop_id, status=status, q=q, cursor=cursor, limit=limit
    )
    return page_answer(page, show_order)


@router.post(
    "/shops/{shop_id}/orders/{order_id}/ship", response={200: OrderOut, **REFUSALS}, auth=WRITE
)
def ship(
    request: HttpRequest, shop_id: UUID, order_id: UUID, parcel: ShipIn, idempotency_key: Key
) -> HttpResponse:
    """Hand an order to a carrier."""
    actor = actor_of(request)
    _order_of(actor, shop_id, order_id)
    with durable():
        order = ship_order(
            actor=actor,
            order_id=order_id,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            idempotency_key=idempotency_key,
        )
    return answer(show_order(order))


@router.post(
    "/shops/{shop_id}/orders/{order_id}/cancel", response={200: OrderOut, **REFUSALS}, auth=WRITE
)
def cancel(
    request: HttpRequest, shop_id: UUID, order_id: UUID, words: CancelIn, idempotency_key: Key
) -> HttpResponse:
    """Cancel an order that cannot be shipped; the buyer gets everything back."""
    actor = actor_of(request)
    _order_of(actor, shop_id, order_id)
    with durable():
        order = cancel_order(
            actor=actor, order_id=order_id, reason=words.reason, idempotency_key=idempotency_key
        )
    return answer(show_order(order))


def _order_of(actor: Actor, shop_id: UUID, order_id: UUID) -> OrderView:
    """The order, if it is this shop's; raises NotFound, also for what the caller bought there."""
    order = get_order(actor, order_id)
    if order.shop_id != shop_id:
        raise NotFound()
    return order
