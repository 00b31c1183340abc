"""After-sales of a shop, for its people's programs (ERP)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.aftersale_values import show_case, show_return_address, show_simulation
from jishi.surfaces.api.answers import answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.schemas.aftersales import (
    AfterSaleOut,
    CountIn,
    Minor,
    ReasonIn,
    ReturnAddressIn,
    ReturnAddressOut,
    SimulationOut,
    TermsIn,
)
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.schemas.trade import ShipIn
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.concede_dispute import concede_dispute
from jishi.trade.aftersales.actions.confirm_return import confirm_return
from jishi.trade.aftersales.actions.offer_terms import offer_terms
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.save_return_address import save_return_address
from jishi.trade.aftersales.actions.ship_replacement import ship_replacement
from jishi.trade.aftersales.queries import (
    get_after_sale,
    list_shop_after_sales,
    simulate_terms,
)
from jishi.trade.aftersales.types import DeskTab

router = Router(tags=["after-sales"])
READ, WRITE = Allowed(Scope.SHOP_READ), Allowed(Scope.SHOP_WRITE)
DONE = {200: AfterSaleOut, **REFUSALS}
CASE = "/shops/{shop_id}/aftersales/{case_id}"


def _own(actor: Actor, shop_id: UUID, case_id: UUID) -> None:
    """Raises NotFound for a case of another shop, also for one that the caller opened there."""
    if get_after_sale(actor, case_id).shop_id != shop_id:
        raise NotFound()


@router.get(
    "/shops/{shop_id}/aftersales", response={200: PageOut[AfterSaleOut], **REFUSALS}, auth=READ
)
def list_cases(
    request: HttpRequest,
    shop_id: UUID,
    tab: DeskTab | None = None,
    q: Annotated[str, Query(max_length=60)] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    """Cases of a shop; those to do by what falls due first, others newest first."""
    page = list_shop_after_sales(
        actor_of(request), shop_id, tab=tab, q=q, cursor=cursor, limit=limit
    )
    return page_answer(page, show_case)


@router.get(CASE + "/effect", response={200: SimulationOut, **REFUSALS}, auth=READ)
def read_effect(
    request: HttpRequest,
    shop_id: UUID,
    case_id: UUID,
    amount_minor: Minor | None = None,
    freight_minor: Minor | None = None,
) -> HttpResponse:
    """What giving this back would do to every payee; nothing of it is done."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    effect = simulate_terms(actor, case_id, amount_minor=amount_minor, freight_minor=freight_minor)
    return answer(show_simulation(effect))


@router.post(CASE + "/agree", response=DONE, auth=WRITE)
def agree(request: HttpRequest, shop_id: UUID, case_id: UUID, idempotency_key: Key) -> HttpResponse:
    """Agree: the money goes back now, or the goods come back first."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = agree_after_sale(actor=actor, case_id=case_id, idempotency_key=idempotency_key)
    return answer(show_case(case))


@router.post(CASE + "/reject", response=DONE, auth=WRITE)
def reject(
    request: HttpRequest, shop_id: UUID, case_id: UUID, words: ReasonIn, idempotency_key: Key
) -> HttpResponse:
    """Refuse with a reason; the buyer may ask the market to decide."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = reject_after_sale(
            actor=actor, case_id=case_id, reason=words.reason, idempotency_key=idempotency_key
        )
    return answer(show_case(case))


@router.post(CASE + "/offer", response=DONE, auth=WRITE)
def offer(
    request: HttpRequest, shop_id: UUID, case_id: UUID, terms: TermsIn, idempotency_key: Key
) -> HttpResponse:
    """Offer other terms; the buyer accepts or refuses."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = offer_terms(
            actor=actor,
            case_id=case_id,
            kind=terms.kind,
            amount_minor=terms.amount_minor,
            freight_minor=terms.freight_minor,
            note=terms.note,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post(CASE + "/confirm-return", response=DONE, auth=WRITE)
def count_return(
    request: HttpRequest, shop_id: UUID, case_id: UUID, count: CountIn, idempotency_key: Key
) -> HttpResponse:
    """The goods are back: what is fit for sale goes on the shelf, the money goes out."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = confirm_return(
            actor=actor,
            case_id=case_id,
            sellable=count.sellable,
            damaged=count.damaged,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post(CASE + "/ship-replacement", response=DONE, auth=WRITE)
def replace(
    request: HttpRequest, shop_id: UUID, case_id: UUID, parcel: ShipIn, idempotency_key: Key
) -> HttpResponse:
    """Send the same goods again."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = ship_replacement(
            actor=actor,
            case_id=case_id,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post(CASE + "/concede", response=DONE, auth=WRITE)
def concede(
    request: HttpRequest, shop_id: UUID, case_id: UUID, idempotency_key: Key
) -> HttpResponse:
    """Give in before the market rules."""
    actor = actor_of(request)
    _own(actor, shop_id, case_id)
    with durable():
        case = concede_dispute(actor=actor, case_id=case_id, idempotency_key=idempotency_key)
    return answer(show_case(case))


@router.put(
    "/shops/{shop_id}/return-address", response={200: ReturnAddressOut, **REFUSALS}, auth=WRITE
)
def keep_address(request: HttpRequest, shop_id: UUID, address: ReturnAddressIn) -> HttpResponse:
    """Say where the shop wants its goods back."""
    with durable():
        kept = save_return_address(actor=actor_of(request), shop_id=shop_id, **address.dict())
    return answer(show_return_address(kept))
