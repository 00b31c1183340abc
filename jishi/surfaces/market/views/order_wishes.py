"""What a buyer asks about an order: urging, the rest, an invoice, another address, once more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import parse_id
from jishi.trade.orders.actions.answer_address_change import answer_address_change
from jishi.trade.orders.actions.ask_address_change import ask_address_change
from jishi.trade.orders.actions.buy_again import buy_again
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.hide_order import hide_order
from jishi.trade.orders.actions.request_invoice import request_invoice
from jishi.trade.orders.actions.urge_shipping import urge_shipping
from jishi.trade.orders.actions.withdraw_invoice import withdraw_invoice
from jishi.trade.orders.types import AddressChangeStatus, InvoiceKind


def _urge(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    urge_shipping(actor=actor, order_id=order_id)
    return gettext("The shop knows that you are waiting")


def _give_up_rest(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    cancel_rest(actor=actor, order_id=order_id, idempotency_key=key)
    return gettext("The money for the rest is on its way back")


def _hide(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    hide_order(actor=actor, order_id=order_id)
    return gettext("Taken out of your list of orders")


def _buy_again(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    buy_again(actor=actor, order_id=order_id)
    return gettext("It is in your cart")


def _ask_invoice(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    kind = request.POST.get("kind", "")
    if kind not in set(InvoiceKind):
        raise InvalidInput(field="kind")
    request_invoice(
        actor=actor,
        order_id=order_id,
        kind=InvoiceKind(kind),
        title=request.POST.get("title", ""),
        tax_number=request.POST.get("tax_number", ""),
        email=request.POST.get("email", ""),
    )
    return gettext("The shop writes the invoice; you find it here")


def _withdraw_invoice(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    withdraw_invoice(actor=actor, order_id=order_id)
    return gettext("The request is taken back")


def _ask_address(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    ask_address_change(
        actor=actor,
        order_id=order_id,
        address_id=parse_id(request.POST.get("address"), "address"),
        note=request.POST.get("note", ""),
    )
    return gettext("The shop answers within a day; until then the address stays")


def _withdraw_address(request: HttpRequest, actor: Actor, order_id: UUID, key: str) -> str:
    answer_address_change(actor=actor, order_id=order_id, answer=AddressChangeStatus.WITHDRAWN)
    return gettext("The address stays as it was")


WISHES: dict[str, Callable[[HttpRequest, Actor, UUID, str], str]] = {
    "urge": _urge,
    "cancel_rest": _give_up_rest,
    "hide": _hide,
    "again": _buy_again,
    "invoice": _ask_invoice,
    "invoice-withdraw": _withdraw_invoice,
    "address": _ask_address,
    "address-withdraw": _withdraw_address,
}
