"""Fees by category, and the platform's own funds: what is in force, what was spent, for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.admin import request_operator
from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.money import parse_minor
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_categories
from jishi.trade.settlement.actions.grant_incentive import grant_incentive
from jishi.trade.settlement.actions.set_budget import set_budget
from jishi.trade.settlement.actions.set_fee_rule import set_fee_rule
from jishi.trade.settlement.policies import FEE_PPM
from jishi.trade.settlement.queries import get_fund_report, list_fee_rates, list_fee_rules
from jishi.trade.settlement.types import Fund


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The page; by POST a fee, a budget or a grant."""
    actor = request_operator(request)
    if request.method == "POST":
        run = _FORMS.get(request.POST.get("form", ""))
        try:
            if run is None:
                raise InvalidInput(field="form")
            with durable():
                run(actor, request)
        except DomainError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, gettext("Done."))
        return redirect("admin:control_terms")
    categories = list_categories()
    rates = list_fee_rates([category.slug for category in categories])
    context = {
        **admin.site.each_context(request),
        "title": gettext("Fees and funds"),
        "categories": [(c, rates[c.slug] / 10_000) for c in categories],
        "common": FEE_PPM.get() / 10_000,
        "rules": [(rule, rule.rate_ppm / 10_000) for rule in list_fee_rules()[:50]],
        "funds": [get_fund_report(actor, fund) for fund in Fund],
        "currency": settings.currency,
        "now": clock.now(),
    }
    return render(request, "control/terms.html", context)


def _set_fee(actor: Actor, request: HttpRequest) -> None:
    text = request.POST.get("percent", "").replace(",", ".").strip()
    whole, _, rest = text.partition(".")
    if not (whole + rest).isdigit() or len(rest) > 4 or len(whole) > 2:
        raise InvalidInput(field="percent")
    set_fee_rule(
        actor=actor,
        category=request.POST.get("category", ""),
        rate_ppm=int(whole or "0") * 10_000 + int(rest.ljust(4, "0")),
        reason=request.POST.get("reason", ""),
        valid_from=_day(request, "day", required=False),
    )


def _set_budget(actor: Actor, request: HttpRequest) -> None:
    starts, ends = _day(request, "starts"), _day(request, "ends")
    assert starts is not None
    assert ends is not None
    set_budget(
        actor=actor,
        fund=_fund(request),
        amount_minor=_amount(request),
        starts_at=starts,
        ends_at=ends,
        reason=request.POST.get("reason", ""),
    )


def _grant(actor: Actor, request: HttpRequest) -> None:
    grant_incentive(
        actor=actor,
        fund=_fund(request),
        payee=request.POST.get("payee", "").strip(),
        amount_minor=_amount(request),
        reason=request.POST.get("reason", ""),
        business_ref=f"control:{request.POST.get('key', '')}"[:140],
        currency=settings.currency,
    )


_FORMS: dict[str, Callable[[Actor, HttpRequest], None]] = {
    "fee": _set_fee,
    "budget": _set_budget,
    "grant": _grant,
}


def _fund(request: HttpRequest) -> Fund:
    try:
        return Fund(request.POST.get("fund", ""))
    except ValueError:
        raise InvalidInput(field="fund") from None


def _amount(request: HttpRequest) -> int:
    try:
        return parse_minor(request.POST.get("amount", ""), settings.currency)
    except ValueError:
        raise InvalidInput(field="amount") from None


def _day(request: HttpRequest, name: str, *, required: bool = True) -> datetime | None:
    text = request.POST.get(name, "")
    if not text and not required:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise InvalidInput(field=name)
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
