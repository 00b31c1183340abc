"""After-sales for buyers: apply, follow, answer, send back, dispute."""

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
from jishi.foundation.kernel.money import parse_minor
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.evidence import list_statements, read_evidence
from jishi.surfaces.market.presenters.aftersales import present_case
from jishi.surfaces.market.requests import find_id, parse_quantity, signed_in
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
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleView,
    ClaimLine,
    Reason,
    Side,
    StepAction,
)
from jishi.trade.orders.queries import get_order
from jishi.trade.orders.types import OrderLineView, OrderView
from jishi.trade.shipping.queries import draw_labels, list_carriers
from jishi.trade.shipping.types import LabelPaper
from jishi.trade.shops.queries import get_shop_card, list_shop_cards

PAGE = 20


@require_safe
@signed_in
def show_mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own cases, newest first."""
    page = list_after_sales_of(
        actor.require_person(), cursor=request.GET.get("cursor") or None, limit=PAGE
    )
    shops = list_shop_cards({case.shop_id for case in page.items})
    cases = [present_case(c, Side.BUYER, shops[c.shop_id].name) for c in page.items]
    data = {
        "section": "me",
        "cases": [(case, shops[case.case.shop_id].name) for case in cases],
        "next_cursor": page.next_cursor,
    }
    return render(request, "market/aftersales.html", data)


def _own_order(actor: Actor, order_id: UUID) -> OrderView:
    order = get_order(actor, order_id)
    if order.buyer_id != actor.person_id:
        raise NotFound()
    return order


@require_http_methods(["GET", "POST"])
@signed_in
def apply(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """Choose a line, then what to ask for, then say why; each choice is in the address."""
    order = _own_order(actor, order_id)
    if request.method == "POST":
        return _send(request, actor, order)
    return _ask(request, actor, order, request.GET)


def _ask(
    request: HttpRequest, actor: Actor, order: OrderView, chosen: Any, error: str = ""
) -> HttpResponse:
    claim = get_claim(actor, order.id)
    pairs = [(line, claim.line(line.id)) for line in order.lines]
    free = [pair for pair in pairs if pair[1] and not pair[1].problem]
    line_id = find_id(chosen.get("line")) or (free[0][0].id if len(free) == 1 else None)
    found = next((pair for pair in free if pair[0].id == line_id), None)
    kinds = _kinds(found[1]) if found and found[1] else []
    kind = next((k for k in kinds if k == chosen.get("kind")), None)
    data = {
        "section": "orders",
        "order": order,
        "pairs": pairs,
        "is_possible": bool(free),
        "line": found[0] if found else None,
        "claim": found[1] if found else None,
        "kinds": kinds,
        "kind": kind,
        "reasons": _reasons(found[1], kind) if found and found[1] and kind else [],
        "values": chosen,
        "error": error,
    }
    return render(request, "market/aftersale_apply.html", data, status=422 if error else 200)


def _kinds(line: ClaimLine) -> list[AfterSaleKind]:
    possible = {kind for _reason, kinds in line.reasons for kind in kinds}
    return [kind for kind in AfterSaleKind if kind in possible]


def _reasons(line: ClaimLine, kind: AfterSaleKind) -> list[tuple[str, str]]:
    return [(str(r), gettext(r.label)) for r, kinds in line.reasons if kind in kinds]


def _send(request: HttpRequest, actor: Actor, order: OrderView) -> HttpResponse:
    values = request.POST
    try:
        with durable():
            case = apply_for_after_sale(
                actor=actor,
                order_id=order.id,
                line_id=_line_of(order, values.get("line")).id,
                kind=_choice(AfterSaleKind, values.get("kind"), "kind"),
                reason=_choice(Reason, values.get("reason"), "reason"),
                quantity=parse_quantity(values.get("quantity")),
                amount_minor=_amount(values.get("amount"), order.currency),
                evidence=read_evidence(request, actor),
                idempotency_key=_key(request),
            )
    except NotFound:
        raise
    except DomainError as error:
        return _ask(request, actor, order, values, error.message())
    messages.success(request, gettext("Sent to the shop"))
    return redirect("aftersale", case_id=case.id)


def _line_of(order: OrderView, text: str | None) -> OrderLineView:
    line = next((line for line in order.lines if line.id == find_id(text)), None)
    if line is None:
        raise NotFound()
    return line


def _choice(kind: Any, text: str | None, field: str) -> Any:
    if text not in list(kind):
        raise InvalidInput(field=field)
    return kind(text)


def _amount(text: str | None, currency: str) -> int | None:
    if not (text or "").strip():
        return None
    try:
        return parse_minor(text or "", currency)
    except ValueError:
        raise InvalidInput(field="amount") from None


def _key(request: HttpRequest) -> str:
    key = request.POST.get("key", "")
    if find_id(key) is None:
        raise InvalidInput(field="key")
    return f"market:{key}"


def _own_case(actor: Actor, case_id: UUID) -> AfterSaleView:
    case = get_after_sale(actor, case_id)
    if case.buyer_id != actor.person_id:
        raise NotFound()
    return case


@require_safe
@signed_in
def show(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """One case: what is next, by whom, until when, what otherwise; what both sides said."""
    case = _own_case(actor, case_id)
    shop = get_shop_card(case.shop_id)
    data = {
        "section": "orders",
        "page": present_case(case, Side.BUYER, shop.name),
        "shop": shop,
        "statements": list_statements(case, Side.BUYER),
        "can_ship_back": any(s.action is StepAction.SHIP_BACK for s in case.next_steps),
        "carriers": [card.name for card in list_carriers()],
    }
    return render(request, "market/aftersale.html", data)


def _evidence(request: HttpRequest, actor: Actor, case_id: UUID, key: str) -> object:
    evidence = read_evidence(request, actor)
    return give_evidence(actor=actor, case_id=case_id, evidence=evidence, idempotency_key=key)


def _ship(request: HttpRequest, actor: Actor, case_id: UUID, key: str) -> object:
    return ship_back(
        actor=actor,
        case_id=case_id,
        carrier=request.POST.get("carrier", ""),
        tracking_number=request.POST.get("tracking_number", ""),
        idempotency_key=key,
    )


def _escalate(request: HttpRequest, actor: Actor, case_id: UUID, key: str) -> object:
    claim = request.POST.get("text", "")
    return escalate_after_sale(actor=actor, case_id=case_id, claim=claim, idempotency_key=key)


def _appeal(request: HttpRequest, actor: Actor, case_id: UUID, key: str) -> object:
    reason = request.POST.get("text", "")
    return appeal_ruling(actor=actor, case_id=case_id, reason=reason, idempotency_key=key)


def _plain(action: Callable[..., object]) -> Callable[[HttpRequest, Actor, UUID, str], object]:
    def run(request: HttpRequest, actor: Actor, case_id: UUID, key: str) -> object:
        return action(actor=actor, case_id=case_id, idempotency_key=key)

    return run


_STEPS: dict[str, Callable[[HttpRequest, Actor, UUID, str], object]] = {
    StepAction.ACCEPT_OFFER: _plain(accept_offer),
    StepAction.REFUSE_OFFER: _plain(refuse_offer),
    StepAction.CONFIRM_REPLACEMENT: _plain(confirm_replacement),
    StepAction.WITHDRAW: _plain(withdraw_after_sale),
    StepAction.SHIP_BACK: _ship,
    StepAction.ESCALATE: _escalate,
    StepAction.GIVE_EVIDENCE: _evidence,
    StepAction.APPEAL: _appeal,
}


@require_POST
@signed_in
def take_step(request: HttpRequest, actor: Actor, case_id: UUID, step: str) -> HttpResponse:
    """Does what a button of the case's page says; the form's key makes a double click one."""
    act = _STEPS.get(step)
    if act is None:
        raise NotFound()
    _own_case(actor, case_id)
    try:
        with durable():
            act(request, actor, case_id, _key(request))
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, error.message())
    else:
        messages.success(request, gettext("Done"))
    return redirect("aftersale", case_id=case_id)


@require_safe
@signed_in
def show_label(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A label to print and stick on the parcel (PDF): where it goes, whose it is, a code."""
    case = _own_case(actor, case_id)
    if case.return_address is None:
        raise NotFound()
    sender = get_order(actor, case.order_id).address
    words = {
        "no_number": gettext("Return"),
        "order": gettext("Case"),
        "to": gettext("Return to"),
        "from": gettext("Sent by"),
        "note": gettext("Note"),
    }
    label = LabelPaper(
        order_number=case.number,
        carrier=case.return_carrier or gettext("Returned goods"),
        tracking_number=case.return_number,
        sender=f"{sender.name} {sender.phone} {sender.line}",
        name=case.return_address.name,
        phone=case.return_address.phone,
        region=case.return_address.region,
        street=f"{case.return_address.street} {case.return_address.postcode}".strip(),
        note=gettext("Open in front of the carrier; count the pieces."),
        lines=((f"{case.title} {case.options_text}".strip(), case.quantity),),
    )
    answer = HttpResponse(draw_labels([label], words), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{case.number}.pdf"'
    return answer
