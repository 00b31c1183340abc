"""The deposit: what is there, what is asked for, paying in, and getting it back at the end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.money import write_plain
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.forms import DepositForm
from jishi.surfaces.desk.papers import list_category_choices
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.deposits.actions.open_top_up import open_top_up
from jishi.trade.deposits.actions.withdraw_deposit import withdraw_deposit
from jishi.trade.deposits.queries import get_deposit, list_top_ups
from jishi.trade.payments.queries import list_offered_providers
from jishi.trade.shops.types import Right


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.SEE_MONEY)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The deposit, and by POST a payment into it."""
    form = DepositForm(request.POST or None)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            with durable():
                top_up = open_top_up(
                    actor=desk.actor,
                    shop_id=desk.shop.id,
                    amount_minor=form.cleaned_data["amount"],
                    provider=form.cleaned_data["provider"],
                    idempotency_key=form.cleaned_data["key"],
                )
            return redirect(top_up.pay_url or request.path)
        except DomainError as refused:
            error = refused
    deposit = get_deposit(desk.actor, desk.shop.id)
    names = dict(list_category_choices())
    page = {
        "desk": desk,
        "section": "deposit",
        "deposit": deposit,
        "demands": [(names.get(c, c), amount) for c, amount in deposit.demands],
        "top_ups": list_top_ups(desk.actor, desk.shop.id),
        "amount": write_plain(deposit.short_minor, deposit.currency) if deposit.short_minor else "",
        "providers": [(p.value, gettext(p.label)) for p in list_offered_providers()],
        "form": form,
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/deposit.html", page, status=status)


@require_POST
@desk_page(Right.CLOSE_SHOP)
def withdraw(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All of it back, once the shop is closed and nothing is open."""
    with durable():
        withdraw_deposit(
            actor=desk.actor, shop_id=desk.shop.id, idempotency_key=request.POST.get("key", "")
        )
    messages.success(request, gettext("On its way back to where it was paid from."))
    return redirect("desk-deposit", shop_id=desk.shop.id)
