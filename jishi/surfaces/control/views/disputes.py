"""Disputes in the Control room: the queue, one case with both sides, the ruling, the appeal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.foundation.kernel.admin import request_operator
from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.money import parse_minor, write_plain
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.evidence import list_statements
from jishi.surfaces.market.presenters.aftersales import present_case, write_terms
from jishi.surfaces.market.presenters.effects import present_effect
from jishi.trade.aftersales.actions.rule_dispute import rule_dispute
from jishi.trade.aftersales.queries import get_dispute_case, list_disputes, simulate_terms
from jishi.trade.aftersales.types import AfterSaleView, DisputeStatus, Liability, Outcome, Side
from jishi.trade.orders.queries import get_order
from jishi.trade.shops.queries import get_shop_card, list_shop_cards

_TO_RULE = (DisputeStatus.DECIDING, DisputeStatus.APPEALED)


def _page(request: HttpRequest, template: str, title: str, **values: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **values}
    return render(request, f"control/{template}.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a ruling, the latest deadline last; or all disputes, newest first."""
    everything = request.GET.get("all") == "1"
    page = list_disputes(
        request_operator(request),
        to_rule=not everything,
        cursor=request.GET.get("cursor") or None,
    )
    shops = list_shop_cards({case.shop_id for case in page.items})
    rows = [(c, shops[c.shop_id].name, write_terms(c)) for c in page.items]
    return _page(
        request,
        "disputes",
        gettext("Disputes"),
        rows=rows,
        next_cursor=page.next_cursor,
        everything=everything,
    )


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """One case; by GET with an amount its effect is thought through, by POST it is ruled."""
    operator = request_operator(request)
    try:
        case = get_dispute_case(operator, dispute_id)
    except NotFound:
        raise Http404 from None
    if request.method == "POST":
        try:
            with durable():
                _rule(request, operator, case)
        except DomainError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, gettext("Ruled: both sides read it now."))
        return redirect("admin:control_dispute", dispute_id=dispute_id)
    return _show(request, operator, case)


def _show(request: HttpRequest, operator: Actor, case: AfterSaleView) -> HttpResponse:
    shop = get_shop_card(case.shop_id)
    effect, asked, refused = _effect(request, operator, case, shop.name)
    dispute = case.dispute
    return _page(
        request,
        "dispute",
        gettext("Dispute %(number)s") % {"number": case.number},
        case=case,
        dispute=dispute,
        shop=shop,
        order=get_order(operator, case.order_id),
        page=present_case(case, Side.OPERATOR, shop.name),
        terms=write_terms(case),
        statements=list_statements(case, Side.OPERATOR),
        can_rule=dispute is not None and dispute.status in _TO_RULE,
        effect=effect,
        asked=asked,
        refused=refused,
        outcomes=[(str(o), gettext(o.label)) for o in Outcome],
        liabilities=[(str(one), gettext(one.label)) for one in Liability],
    )


def _effect(
    request: HttpRequest, operator: Actor, case: AfterSaleView, shop_name: str
) -> tuple[Any, str, str]:
    text = request.GET.get("amount", "")[:20]
    asked = text or write_plain(case.amount_minor, case.currency)
    try:
        amount = parse_minor(asked, case.currency)
        effect = simulate_terms(operator, case.id, amount_minor=amount)
    except ValueError:
        return None, asked, gettext("Write an amount such as 45.90.")
    except DomainError as refused:
        return None, asked, refused.message()
    return present_effect(effect, shop_name), asked, ""


def _rule(request: HttpRequest, operator: Actor, case: AfterSaleView) -> None:
    values = request.POST
    outcome, liability = values.get("outcome", ""), values.get("liability", "")
    if outcome not in list(Outcome):
        raise InvalidInput(field="outcome")
    if liability not in list(Liability):
        raise InvalidInput(field="liability")
    dismissed = outcome == Outcome.DISMISSED
    rule_dispute(
        actor=operator,
        case_id=case.id,
        outcome=Outcome(outcome),
        liability=Liability(liability),
        amount_minor=0 if dismissed else _minor(values.get("amount", ""), case),
        freight_minor=0 if dismissed else _minor(values.get("freight") or "0", case),
        reason=values.get("reason", ""),
        idempotency_key=values.get("key", ""),
    )


def _minor(text: str, case: AfterSaleView) -> int:
    try:
        return parse_minor(text, case.currency)
    except ValueError:
        raise InvalidInput(field="amount") from None
