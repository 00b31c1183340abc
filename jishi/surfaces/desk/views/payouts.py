"""Payouts 提现: what may be paid out, to which account, and what has become of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.money import parse_minor
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.settlement.actions.add_payout_account import add_payout_account
from jishi.trade.settlement.actions.cancel_payout import cancel_payout
from jishi.trade.settlement.actions.remove_payout_account import remove_payout_account
from jishi.trade.settlement.actions.request_payout import request_payout
from jishi.trade.settlement.actions.retry_payout import retry_payout
from jishi.trade.settlement.policies import PAYOUT_LARGE_MINOR, PAYOUT_MIN_MINOR
from jishi.trade.settlement.queries import (
    get_owner_balance,
    list_payout_accounts,
    list_payouts,
    list_receivables_of,
)
from jishi.trade.settlement.types import AccountStatus, OwnerKind, PayoutOwner
from jishi.trade.shops.types import Right


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.SEE_MONEY)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Balance, accounts and payouts; by POST a new payout."""
    if request.method != "POST":
        return _page(request, desk)
    try:
        amount = _amount(request.POST.get("amount", ""), desk.currency)
        with durable():
            request_payout(
                actor=desk.actor,
                owner=_owner(desk),
                account_id=_uuid(request.POST.get("account", "")),
                amount_minor=amount,
                idempotency_key=request.POST.get("key", ""),
            )
    except DomainError as refused:
        return _page(request, desk, refused)
    messages.success(request, gettext("Asked for; the money is held for it."))
    return redirect("desk-payouts", shop_id=desk.shop.id)


@require_POST
@desk_page(Right.PAY_OUT)
def add_account(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Name a bank account; the bank is asked about it."""
    try:
        with durable():
            add_payout_account(
                actor=desk.actor,
                owner=_owner(desk),
                holder=request.POST.get("holder", ""),
                bank=request.POST.get("bank", ""),
                number=request.POST.get("number", ""),
            )
    except DomainError as refused:
        return _page(request, desk, refused)
    messages.success(request, gettext("Added; the bank is being asked about it."))
    return redirect("desk-payouts", shop_id=desk.shop.id)


@require_POST
@desk_page(Right.PAY_OUT)
def remove_account(request: HttpRequest, desk: Desk, account_id: UUID) -> HttpResponse:
    """Take an account off the list."""
    mine = {account.id for account in list_payout_accounts(desk.actor, _owner(desk))}
    if account_id not in mine:
        raise NotFound()
    try:
        with durable():
            remove_payout_account(actor=desk.actor, account_id=account_id)
    except DomainError as refused:
        return _page(request, desk, refused)
    return redirect("desk-payouts", shop_id=desk.shop.id)


@require_POST
@desk_page(Right.PAY_OUT)
def move(request: HttpRequest, desk: Desk, payout_id: UUID, step: str) -> HttpResponse:
    """Call a payout back, or try a failed one again."""
    steps = {"cancel": cancel_payout, "retry": retry_payout}
    if step not in steps:
        raise NotFound()
    try:
        with durable():
            steps[step](actor=desk.actor, payout_id=payout_id)
    except DomainError as refused:
        return _page(request, desk, refused)
    return redirect("desk-payouts", shop_id=desk.shop.id)


def _owner(desk: Desk) -> PayoutOwner:
    return PayoutOwner(OwnerKind.SHOP, desk.shop.id)


def _amount(text: str, currency: str) -> int:
    try:
        return parse_minor(text, currency)
    except ValueError:
        raise InvalidInput(field="amount") from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(field="account") from None


def _page(request: HttpRequest, desk: Desk, error: DomainError | None = None) -> HttpResponse:
    owner = _owner(desk)
    accounts = list_payout_accounts(desk.actor, owner)
    page = {
        "desk": desk,
        "section": "payouts",
        "balance": get_owner_balance(desk.actor, owner),
        "accounts": accounts,
        "usable": [
            (account.id, f"{account.bank} {account.masked}")
            for account in accounts
            if account.status is AccountStatus.VERIFIED
        ],
        "page": list_payouts(desk.actor, owner, cursor=request.GET.get("cursor")),
        "owed": [
            r for r in list_receivables_of(owner.ledger_account) if r.debtor == owner.ledger_account
        ],
        "least": PAYOUT_MIN_MINOR.get(),
        "large": PAYOUT_LARGE_MINOR.get(),
        "may_pay_out": desk.may(Right.PAY_OUT),
        "error": error,
        "typed": request.POST,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/payouts.html", page, status=status)
