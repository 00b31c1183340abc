"""Money of shops and orders: balances, payouts, statements, the money page, simulated refunds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.schemas.money import (
    MoneyPageOut,
    PayoutAccountIn,
    PayoutAccountOut,
    PayoutIn,
    PayoutOut,
    ShopBalanceOut,
    SimulateIn,
    SimulationOut,
    StatementOut,
)
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.orders.queries import get_order
from jishi.trade.settlement.actions.add_payout_account import add_payout_account
from jishi.trade.settlement.actions.cancel_payout import cancel_payout
from jishi.trade.settlement.actions.request_payout import request_payout
from jishi.trade.settlement.actions.retry_payout import retry_payout
from jishi.trade.settlement.queries import (
    get_money_page,
    get_payout,
    get_shop_balance,
    get_statement,
    list_payout_accounts,
    list_payouts,
    simulate_refund,
)
from jishi.trade.settlement.types import (
    OwnerKind,
    PayoutAccountView,
    PayoutOwner,
    PayoutView,
    RefundItem,
    StatementPeriod,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

router = Router(tags=["money"])
READ, WRITE = Allowed(Scope.SHOP_READ), Allowed(Scope.SHOP_WRITE)
ORDERS = Allowed(Scope.ORDERS_READ)


@router.get("/shops/{shop_id}/balance", response={200: ShopBalanceOut, **REFUSALS}, auth=READ)
def balance(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """What a shop has and will have."""
    actor = actor_of(request)
    require_shop_right(actor, shop_id, Right.SEE_MONEY)
    return answer(asdict(get_shop_balance(actor, shop_id)))


@router.get(
    "/shops/{shop_id}/payout-accounts",
    response={200: PageOut[PayoutAccountOut], **REFUSALS},
    auth=READ,
)
def accounts(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """Accounts that a shop's money may be paid to."""
    return list_answer(
        [_account(a) for a in list_payout_accounts(actor_of(request), _owner(shop_id))]
    )


@router.post(
    "/shops/{shop_id}/payout-accounts", response={201: PayoutAccountOut, **REFUSALS}, auth=WRITE
)
def add_account(request: HttpRequest, shop_id: UUID, account: PayoutAccountIn) -> HttpResponse:
    """Name a bank account; it is usable once it is verified."""
    with durable():
        view = add_payout_account(
            actor=actor_of(request),
            owner=_owner(shop_id),
            holder=account.holder,
            bank=account.bank,
            number=account.number,
        )
    return answer(_account(view), 201)


@router.get("/shops/{shop_id}/payouts", response={200: PageOut[PayoutOut], **REFUSALS}, auth=READ)
def payouts(
    request: HttpRequest, shop_id: UUID, cursor: str | None = None, limit: Limit = 20
) -> HttpResponse:
    """A shop's payouts, newest first."""
    page = list_payouts(actor_of(request), _owner(shop_id), cursor=cursor, limit=limit)
    return page_answer(page, _payout)


@router.post("/shops/{shop_id}/payouts", response={201: PayoutOut, **REFUSALS}, auth=WRITE)
def ask_payout(
    request: HttpRequest, shop_id: UUID, wanted: PayoutIn, idempotency_key: Key
) -> HttpResponse:
    """Have money paid out; it is held for that at once."""
    with durable():
        view = request_payout(
            actor=actor_of(request),
            owner=_owner(shop_id),
            account_id=wanted.account_id,
            amount_minor=wanted.amount_minor,
            idempotency_key=idempotency_key,
        )
    return answer(_payout(view), 201)


@router.post(
    "/shops/{shop_id}/payouts/{payout_id}/cancel",
    response={200: PayoutOut, **REFUSALS},
    auth=WRITE,
)
def call_back(
    request: HttpRequest, shop_id: UUID, payout_id: UUID, idempotency_key: Key
) -> HttpResponse:
    """Call a payout back that was not sent yet; a second time is refused by its state."""
    actor = actor_of(request)
    _own(actor, shop_id, payout_id)
    with durable():
        view = cancel_payout(actor=actor, payout_id=payout_id)
    return answer(_payout(view))


@router.post(
    "/shops/{shop_id}/payouts/{payout_id}/retry", response={200: PayoutOut, **REFUSALS}, auth=WRITE
)
def try_again(
    request: HttpRequest, shop_id: UUID, payout_id: UUID, idempotency_key: Key
) -> HttpResponse:
    """Try a failed payout again; a second time is refused by its state."""
    actor = actor_of(request)
    _own(actor, shop_id, payout_id)
    with durable():
        view = retry_payout(actor=actor, payout_id=payout_id)
    return answer(_payout(view))


@router.get(
    "/shops/{shop_id}/statements/{period}/{day}",
    response={200: StatementOut, **REFUSALS},
    auth=READ,
)
def statement(
    request: HttpRequest, shop_id: UUID, period: StatementPeriod, day: date
) -> HttpResponse:
    """The day, or the month that the day is in, to the fen as the ledger has it."""
    found = get_statement(actor_of(request), shop_id, period, day)
    body = {name: getattr(found, name) for name in StatementOut.model_fields}
    body["sums"] = [asdict(s) | {"closing_minor": s.closing_minor} for s in found.sums]
    body["lines"] = [asdict(line) for line in found.lines]
    return answer(body)


@router.get("/orders/{order_id}/money", response={200: MoneyPageOut, **REFUSALS}, auth=ORDERS)
def money_page(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Who gets what of a paid order: for its buyer, its shop's people and its payees."""
    page = get_money_page(actor_of(request), order_id)
    body = {name: getattr(page, name) for name in MoneyPageOut.model_fields}
    body["parts"] = [
        {
            "payee": part.payee,
            "role": part.role,
            "gross_minor": part.gross_minor,
            "deductions": _summed(part.deductions),
            "net_minor": part.net_minor,
            "release_at": part.release_at,
        }
        for part in page.parts
    ]
    return answer(body)


@router.post(
    "/shops/{shop_id}/orders/{order_id}/simulate-refund",
    response={200: SimulationOut, **REFUSALS},
    auth=WRITE,
)
def simulate(
    request: HttpRequest, shop_id: UUID, order_id: UUID, refund: SimulateIn
) -> HttpResponse:
    """Think a refund through: who would give back how much, out of what. Nothing is done."""
    actor = actor_of(request)
    require_shop_right(actor, shop_id, Right.SEE_MONEY)
    if get_order(actor, order_id).shop_id != shop_id:
        raise NotFound()
    items = [RefundItem(n.line_id, n.quantity, n.amount_minor) for n in refund.lines]
    thought = simulate_refund(order_id, items, refund.freight_minor)
    body = asdict(thought)
    body["parts"] = [
        {
            "account": part.account,
            "role": part.role,
            "before_minor": part.before_minor,
            "back_minor": part.back_minor,
            "after_minor": part.after_minor,
            "taken_from": _summed(part.taken_from),
        }
        for part in thought.parts
    ]
    return answer(body)


def _owner(shop_id: UUID) -> PayoutOwner:
    return PayoutOwner(OwnerKind.SHOP, shop_id)


def _own(actor: Actor, shop_id: UUID, payout_id: UUID) -> None:
    if get_payout(actor, payout_id).owner != _owner(shop_id):
        raise NotFound()


def _summed(pairs: tuple[tuple[str, int], ...]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, amount in pairs:
        sums[name] += amount
    return dict(sums)


def _account(view: PayoutAccountView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in PayoutAccountOut.model_fields}


def _payout(view: PayoutView) -> dict[str, Any]:
    body = {
        name: getattr(view, name)
        for name in PayoutOut.model_fields
        if name not in ("account_id", "attempts")
    }
    body["account_id"] = view.account.id
    body["attempts"] = [
        {
            "number": a.number,
            "status": a.status,
            "message": a.message,
            "started_at": a.started_at,
            "ended_at": a.ended_at,
        }
        for a in view.attempts
    ]
    return body
