"""After-sales on the desk: what to answer first, one case with its effect on the money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.money import parse_minor, write_plain
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.evidence import list_statements, read_evidence
from jishi.surfaces.market.presenters.aftersales import present_case
from jishi.surfaces.market.presenters.effects import present_effect
from jishi.surfaces.market.requests import parse_quantity
from jishi.trade.aftersales.actions.agree_after_sale import agree_after_sale
from jishi.trade.aftersales.actions.appeal_ruling import appeal_ruling
from jishi.trade.aftersales.actions.concede_dispute import concede_dispute
from jishi.trade.aftersales.actions.confirm_return import confirm_return
from jishi.trade.aftersales.actions.give_evidence import give_evidence
from jishi.trade.aftersales.actions.offer_terms import offer_terms
from jishi.trade.aftersales.actions.reject_after_sale import reject_after_sale
from jishi.trade.aftersales.actions.save_return_address import save_return_address
from jishi.trade.aftersales.actions.ship_replacement import ship_replacement
from jishi.trade.aftersales.queries import (
    count_shop_after_sales,
    find_return_address,
    get_after_sale,
    list_shop_after_sales,
    simulate_terms,
)
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleView,
    DeskTab,
    Side,
    StepAction,
)
from jishi.trade.orders.queries import get_order
from jishi.trade.shipping.queries import list_carriers
from jishi.trade.shops.types import Right

OFFERABLE = (AfterSaleKind.REFUND_ONLY, AfterSaleKind.RETURN_REFUND, AfterSaleKind.EXCHANGE)
ADDRESS_FIELDS = ("name", "phone", "region", "street", "postcode")


@require_safe
@desk_page(Right.ANSWER_AFTERSALES)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's cases; those to answer first by what falls due, filters in the address."""
    counts = count_shop_after_sales(desk.shop.id)
    wanted = request.GET.get("tab", DeskTab.TO_DO)
    tab = DeskTab(wanted) if wanted in set(DeskTab) else None
    q = request.GET.get("q", "")[:60]
    page = list_shop_after_sales(
        desk.actor, desk.shop.id, tab=tab, q=q or None, cursor=request.GET.get("cursor")
    )
    data = {
        "desk": desk,
        "section": "aftersales",
        "cases": [present_case(case, Side.MERCHANT, desk.shop.name) for case in page.items],
        "next_cursor": page.next_cursor,
        "tab": tab,
        "q": q,
        "tabs": [(one, counts[one]) for one in DeskTab],
        "has_address": find_return_address(desk.shop.id) is not None,
    }
    return render(request, "desk/aftersales.html", data)


def _own(desk: Desk, case_id: UUID) -> AfterSaleView:
    case = get_after_sale(desk.actor, case_id)
    if case.shop_id != desk.shop.id:
        raise NotFound()
    return case


@require_safe
@desk_page(Right.ANSWER_AFTERSALES)
def show(request: HttpRequest, desk: Desk, case_id: UUID) -> HttpResponse:
    """One case: what the buyer wants, what it would do to the money, what to answer."""
    return _page(request, desk, _own(desk, case_id))


def _page(
    request: HttpRequest, desk: Desk, case: AfterSaleView, error: DomainError | None = None
) -> HttpResponse:
    page = present_case(case, Side.MERCHANT, desk.shop.name)
    steps = {button.action for button in page.buttons}
    effect, asked, refused = _effect(request, desk, case)
    data = {
        "desk": desk,
        "section": "aftersales",
        "page": page,
        "case": case,
        "steps": steps,
        "order": get_order(desk.actor, case.order_id),
        "statements": list_statements(case, Side.MERCHANT),
        "effect": effect,
        "asked": asked,
        "refused": refused,
        "error": error,
        "kinds": [(str(kind), gettext(kind.label)) for kind in OFFERABLE],
        "carriers": [card.name for card in list_carriers()],
        "address": find_return_address(desk.shop.id),
    }
    return render(request, "desk/aftersale.html", data, status=422 if error else 200)


def _effect(request: HttpRequest, desk: Desk, case: AfterSaleView) -> tuple[Any, str, str]:
    """The refund thought through, with the amount that was asked about; nothing at the end."""
    text = request.GET.get("amount", "")[:20]
    asked = text or write_plain(case.amount_minor, case.currency)
    if not case.is_open:
        return None, asked, ""
    try:
        amount = parse_minor(asked, case.currency)
        effect = simulate_terms(desk.actor, case.id, amount_minor=amount)
    except ValueError:
        return None, asked, gettext("Write an amount such as 45.90.")
    except DomainError as refused:
        return None, asked, refused.message()
    return present_effect(effect, desk.shop.name), asked, ""


def _agree(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    return agree_after_sale(actor=desk.actor, case_id=case_id, idempotency_key=key)


def _reject(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    reason = request.POST.get("reason", "")
    return reject_after_sale(actor=desk.actor, case_id=case_id, reason=reason, idempotency_key=key)


def _offer(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    kind = request.POST.get("kind", "")
    if kind not in list(AfterSaleKind):
        raise InvalidInput(field="kind")
    try:
        amount = parse_minor(request.POST.get("amount", ""), desk.currency)
    except ValueError:
        raise InvalidInput(field="amount") from None
    return offer_terms(
        actor=desk.actor,
        case_id=case_id,
        kind=AfterSaleKind(kind),
        amount_minor=amount,
        note=request.POST.get("note", ""),
        idempotency_key=key,
    )


def _confirm(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    return confirm_return(
        actor=desk.actor,
        case_id=case_id,
        sellable=parse_quantity(request.POST.get("sellable")),
        damaged=parse_quantity(request.POST.get("damaged")),
        idempotency_key=key,
    )


def _replace(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    return ship_replacement(
        actor=desk.actor,
        case_id=case_id,
        carrier=request.POST.get("carrier", ""),
        tracking_number=request.POST.get("tracking_number", ""),
        idempotency_key=key,
    )


def _evidence(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    evidence = read_evidence(request, desk.actor)
    return give_evidence(actor=desk.actor, case_id=case_id, evidence=evidence, idempotency_key=key)


def _concede(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    return concede_dispute(actor=desk.actor, case_id=case_id, idempotency_key=key)


def _appeal(request: HttpRequest, desk: Desk, case_id: UUID, key: str) -> object:
    reason = request.POST.get("reason", "")
    return appeal_ruling(actor=desk.actor, case_id=case_id, reason=reason, idempotency_key=key)


_STEPS: dict[str, Callable[[HttpRequest, Desk, UUID, str], object]] = {
    StepAction.AGREE: _agree,
    StepAction.REJECT: _reject,
    StepAction.OFFER_TERMS: _offer,
    StepAction.CONFIRM_RETURN: _confirm,
    StepAction.SHIP_REPLACEMENT: _replace,
    StepAction.GIVE_EVIDENCE: _evidence,
    StepAction.CONCEDE: _concede,
    StepAction.APPEAL: _appeal,
}


@require_POST
@desk_page(Right.ANSWER_AFTERSALES)
def take_step(request: HttpRequest, desk: Desk, case_id: UUID, step: str) -> HttpResponse:
    """Do what a button of the case's page says; the form's key makes a double click one."""
    act = _STEPS.get(step)
    case = _own(desk, case_id)
    if act is None:
        raise NotFound()
    try:
        with durable():
            act(request, desk, case_id, request.POST.get("key", ""))
    except DomainError as refused:
        return _page(request, desk, case, refused)
    messages.success(request, gettext("Done; the buyer sees it."))
    return redirect("desk-aftersale", shop_id=desk.shop.id, case_id=case_id)


@require_http_methods(["GET", "POST"])
@desk_page(Right.ANSWER_AFTERSALES)
def address(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the shop wants its goods back."""
    known = find_return_address(desk.shop.id)
    values = {name: getattr(known, name, "") for name in ADDRESS_FIELDS}
    error = None
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in ADDRESS_FIELDS}
        try:
            with durable():
                save_return_address(actor=desk.actor, shop_id=desk.shop.id, **values)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, gettext("Kept. Cases agreed to from now on carry it."))
            return redirect("desk-aftersales", shop_id=desk.shop.id)
    data = {"desk": desk, "section": "aftersales", "values": values, "error": error}
    return render(request, "desk/return_address.html", data, status=422 if error else 200)
