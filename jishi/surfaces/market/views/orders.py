"""A buyer's orders: the list, one order, its money, and what the machine allows to be done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.deliveries import present_more
from jishi.surfaces.market.presenters.money import list_booked, list_funding, list_parts
from jishi.surfaces.market.presenters.orders import present_order, with_cases
from jishi.surfaces.market.presenters.reviews import list_own_words
from jishi.surfaces.market.requests import find_id, signed_in
from jishi.surfaces.market.views.order_wishes import WISHES
from jishi.trade.aftersales.queries import list_of_orders, may_apply
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.extend_receipt import extend_receipt
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.queries import get_invoice_file, get_order, list_orders_of
from jishi.trade.orders.types import BuyerWord
from jishi.trade.settlement.queries import find_settlement, get_money_page

TABS = (
    BuyerWord.TO_PAY,
    BuyerWord.TO_SHIP,
    BuyerWord.TO_RECEIVE,
    BuyerWord.RECEIVED,
    BuyerWord.REFUNDED,
)
PAGE = 20


@require_safe
@signed_in
def show_orders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's orders, newest first; `word` narrows them to one state."""
    asked = request.GET.get("word", "")
    word = BuyerWord(asked) if asked in list(BuyerWord) else None
    page = list_orders_of(
        actor.require_person(), word=word, cursor=request.GET.get("cursor") or None, limit=PAGE
    )
    cases = list_of_orders([order.id for order in page.items])
    data = {
        "section": "orders",
        "tabs": [(str(tab), gettext(tab.label)) for tab in TABS],
        "word": str(word or ""),
        "orders": [
            with_cases(present_order(o, actor), actor, cases.get(o.id, ()), may_apply=False)
            for o in page.items
        ],
        "next_cursor": page.next_cursor,
    }
    return render(request, "market/orders.html", data)


@require_safe
@signed_in
def show_order(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """One order: what is next, by whom, until when, what otherwise; raises NotFound."""
    order = get_order(actor, order_id)
    cases = list_of_orders([order_id]).get(order_id, ())
    page = present_order(order, actor, find_settlement(order_id))
    page = with_cases(page, actor, cases, may_apply=may_apply(order, cases))
    data = {
        "section": "orders",
        "page": page,
        "reviews": list_own_words(order),
        "more": present_more(order, actor),
    }
    return render(request, "market/order.html", data)


@require_safe
@signed_in
def show_money(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """Where an order's money is and where it goes; for the buyer only what concerns them."""
    order = get_order(actor, order_id)
    if actor.person_id != order.buyer_id and not actor.is_operator:
        raise NotFound()
    money = get_money_page(actor, order_id)
    data = {
        "section": "orders",
        "order": order,
        "money": money,
        "held_text": format_minor(money.escrow_minor, money.currency),
        "funding": list_funding(order),
        "parts": list_parts(order, money),
        "lines": list_booked(money),
        "heads": [gettext("When"), gettext("What"), ">" + gettext("Amount")],
    }
    return render(request, "market/order_money.html", data)


@require_safe
@signed_in
def show_invoice(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """The invoice that the shop wrote, as PDF."""
    paper = get_invoice_file(actor, order_id)
    response = HttpResponse(paper.data, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="invoice.pdf"'
    return response


def _cancel(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    reason = request.POST.get("reason", "")
    cancel_order(actor=actor, order_id=order_id, reason=reason, idempotency_key=key)
    return gettext("The order is cancelled")


def _receive(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    receive_order(actor=actor, order_id=order_id, idempotency_key=key)
    return gettext("Thank you. The shop is paid when the return window closes.")


def _extend(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    extend_receipt(actor=actor, order_id=order_id)
    return gettext("You have 3 more days")


_STEPS: dict[str, Callable[[HttpRequest, Actor, UUID, str], str]] = {
    "cancel": _cancel,
    "receive": _receive,
    "extend_receipt": _extend,
    **WISHES,
}


@require_POST
@signed_in
def take_step(request: HttpRequest, actor: Actor, order_id: UUID, step: str) -> HttpResponse:
    """Does what a button of the order's page says; the form's key makes a double click one."""
    act, key = _STEPS.get(step), request.POST.get("key", "")
    if act is None:
        raise NotFound()
    if find_id(key) is None:
        raise InvalidInput(field="key")
    try:
        with durable():
            said = act(request, actor, order_id, f"market:{key}")
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, error.message())
    else:
        messages.success(request, said)
    return redirect(f"/orders/{order_id}/")
