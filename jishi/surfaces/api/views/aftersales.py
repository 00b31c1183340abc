"""After-sales of one's own orders: apply, answer, send back, dispute."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.content.media.queries import get_asset
from jishi.content.media.types import MediaKind
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.aftersale_values import show_case, show_claim
from jishi.surfaces.api.answers import answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.schemas.aftersales import (
    AfterSaleOut,
    ApplyIn,
    ClaimOut,
    EvidenceIn,
    ReasonIn,
)
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.schemas.trade import ShipIn
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.aftersales.actions.accept_offer import accept_offer
from jishi.trade.aftersales.actions.appeal_ruling import appeal_ruling
from jishi.trade.aftersales.actions.apply_for_after_sale import apply_for_after_sale
from jishi.trade.aftersales.actions.confirm_replacement import confirm_replacement
from jishi.trade.aftersales.actions.escalate_after_sale import escalate_after_sale
from jishi.trade.aftersales.actions.give_evidence import give_evidence
from jishi.trade.aftersales.actions.refuse_offer import refuse_offer
from jishi.trade.aftersales.actions.ship_back import ship_back
from jishi.trade.aftersales.actions.withdraw_after_sale import withdraw_after_sale
from jishi.trade.aftersales.queries import get_after_sale, get_claim, list_after_sales_of
from jishi.trade.aftersales.types import EvidenceInput

router = Router(tags=["after-sales"])
READ, WRITE = Allowed(Scope.ORDERS_READ), Allowed(Scope.ORDERS_WRITE)
DONE = {200: AfterSaleOut, **REFUSALS}


def read_evidence(actor: Actor, text: str, asset_ids: Iterable[UUID]) -> EvidenceInput:
    """Words and the caller's own files; raises NotFound for another's, InvalidInput for files
    that are not ready.
    """
    pictures, videos = [], []
    for asset_id in asset_ids:
        asset = get_asset(actor, asset_id)
        if asset.kind is MediaKind.VIDEO:
            videos.append(str(asset.id))
        elif asset.picture_key:
            pictures.append(asset.picture_key)
        else:
            raise InvalidInput(field="asset_ids")
    return EvidenceInput(text, tuple(pictures), tuple(videos))


@router.get("/orders/{order_id}/claim", response={200: ClaimOut, **REFUSALS}, auth=READ)
def read_claim(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """What may be asked for about an order now, line by line, with the reasons that fit."""
    return answer(show_claim(get_claim(actor_of(request), order_id)))


@router.post("/orders/{order_id}/aftersales", response={201: AfterSaleOut, **REFUSALS}, auth=WRITE)
def apply(
    request: HttpRequest, order_id: UUID, wish: ApplyIn, idempotency_key: Key
) -> HttpResponse:
    """Apply for a refund, a return, an exchange or the difference to a lower price."""
    actor = actor_of(request)
    with durable():
        case = apply_for_after_sale(
            actor=actor,
            order_id=order_id,
            line_id=wish.line_id,
            kind=wish.kind,
            reason=wish.reason,
            quantity=wish.quantity,
            amount_minor=wish.amount_minor,
            evidence=read_evidence(actor, wish.text, wish.asset_ids),
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case), 201)


@router.get("/aftersales", response={200: PageOut[AfterSaleOut], **REFUSALS}, auth=READ)
def list_mine(
    request: HttpRequest, open_only: bool = False, cursor: str | None = None, limit: Limit = 20
) -> HttpResponse:
    """The caller's cases, newest first."""
    buyer_id = actor_of(request).require_person()
    page = list_after_sales_of(buyer_id, open_only=open_only, cursor=cursor, limit=limit)
    return page_answer(page, show_case)


@router.get("/aftersales/{case_id}", response=DONE, auth=READ)
def read_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case with offers, evidence and dispute, for its buyer and its shop's people."""
    return answer(show_case(get_after_sale(actor_of(request), case_id)))


@router.post("/aftersales/{case_id}/accept-offer", response=DONE, auth=WRITE)
def accept(request: HttpRequest, case_id: UUID, idempotency_key: Key) -> HttpResponse:
    """Accept the shop's other terms; they are carried out at once."""
    with durable():
        case = accept_offer(
            actor=actor_of(request), case_id=case_id, idempotency_key=idempotency_key
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/refuse-offer", response=DONE, auth=WRITE)
def refuse(request: HttpRequest, case_id: UUID, idempotency_key: Key) -> HttpResponse:
    """Refuse the shop's other terms; it answers to the application again."""
    with durable():
        case = refuse_offer(
            actor=actor_of(request), case_id=case_id, idempotency_key=idempotency_key
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/ship-back", response=DONE, auth=WRITE)
def send_back(
    request: HttpRequest, case_id: UUID, parcel: ShipIn, idempotency_key: Key
) -> HttpResponse:
    """Name the parcel that the goods go back in."""
    with durable():
        case = ship_back(
            actor=actor_of(request),
            case_id=case_id,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/confirm-replacement", response=DONE, auth=WRITE)
def confirm(request: HttpRequest, case_id: UUID, idempotency_key: Key) -> HttpResponse:
    """The replacement has come."""
    with durable():
        case = confirm_replacement(
            actor=actor_of(request), case_id=case_id, idempotency_key=idempotency_key
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/withdraw", response=DONE, auth=WRITE)
def withdraw(request: HttpRequest, case_id: UUID, idempotency_key: Key) -> HttpResponse:
    """Give the case up."""
    with durable():
        case = withdraw_after_sale(
            actor=actor_of(request), case_id=case_id, idempotency_key=idempotency_key
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/escalate", response=DONE, auth=WRITE)
def escalate(
    request: HttpRequest, case_id: UUID, words: ReasonIn, idempotency_key: Key
) -> HttpResponse:
    """Ask the market to decide."""
    with durable():
        case = escalate_after_sale(
            actor=actor_of(request),
            case_id=case_id,
            claim=words.reason,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/evidence", response=DONE, auth=WRITE)
def add_evidence(
    request: HttpRequest, case_id: UUID, said: EvidenceIn, idempotency_key: Key
) -> HttpResponse:
    """Say or show something; both sides and the market see it."""
    actor = actor_of(request)
    with durable():
        case = give_evidence(
            actor=actor,
            case_id=case_id,
            evidence=read_evidence(actor, said.text, said.asset_ids),
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))


@router.post("/aftersales/{case_id}/appeal", response=DONE, auth=WRITE)
def appeal(
    request: HttpRequest, case_id: UUID, words: ReasonIn, idempotency_key: Key
) -> HttpResponse:
    """Appeal a ruling once; another operator decides."""
    with durable():
        case = appeal_ruling(
            actor=actor_of(request),
            case_id=case_id,
            reason=words.reason,
            idempotency_key=idempotency_key,
        )
    return answer(show_case(case))
