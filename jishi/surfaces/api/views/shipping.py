"""Regions, freight, tracking; what a buyer asks and a shop answers about an order."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.answers import answer, list_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.presenters import show_order
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.schemas.shipping import (
    AddressChangeIn,
    DivisionOut,
    FreightIn,
    FreightOut,
    InvoiceIn,
    InvoiceOut,
    ParcelOut,
    ParsedAddressOut,
    PastedIn,
    PickupIn,
)
from jishi.surfaces.api.schemas.trade import CancelIn, OrderOut
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key
from jishi.trade.orders.actions.answer_address_change import answer_address_change
from jishi.trade.orders.actions.ask_address_change import ask_address_change
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.hand_over import hand_over
from jishi.trade.orders.actions.request_invoice import request_invoice
from jishi.trade.orders.actions.urge_shipping import urge_shipping
from jishi.trade.orders.queries import find_invoice, get_order
from jishi.trade.orders.types import AddressChangeStatus, InvoiceKind, InvoiceView
from jishi.trade.shipping.queries import (
    divisions_in,
    list_shipments,
    parse_address,
    quote_freight,
)
from jishi.trade.shipping.types import FreightItem

router = Router(tags=["shipping"])
READ, WRITE = Allowed(Scope.ORDERS_READ), Allowed(Scope.ORDERS_WRITE)
SHOP_WRITE = Allowed(Scope.SHOP_WRITE)
_INVOICE = (
    "order_id",
    "status",
    "kind",
    "title",
    "tax_number",
    "email",
    "amount_minor",
    "currency",
    "number",
    "requested_at",
    "issued_at",
)


@router.get("/regions", response=PageOut[DivisionOut])
def list_regions(request: HttpRequest, parent: str = "") -> HttpResponse:
    """The provinces, or what lies in the province or city with the code `parent`."""
    return list_answer(asdict(division) for division in divisions_in(parent[:6]))


@router.post("/addresses/parse", response={200: ParsedAddressOut, **REFUSALS}, auth=READ)
def parse_pasted(request: HttpRequest, pasted: PastedIn) -> HttpResponse:
    """Read name, phone, region, street and postcode out of a pasted address; nothing is kept."""
    found = parse_address(pasted.text)
    return answer(asdict(found) | {"missing": found.missing})


@router.post("/shops/{shop_id}/freight", response={200: FreightOut, **REFUSALS}, auth=READ)
def quote(request: HttpRequest, shop_id: UUID, given: FreightIn) -> HttpResponse:
    """What sending goods of a shop to a place costs."""
    items = [FreightItem(x.product_id, x.quantity, x.amount_minor) for x in given.lines]
    quoted = quote_freight(
        shop_id=shop_id, items=items, division=given.division, region=given.region
    )
    return answer({"freight_minor": quoted.freight_minor, "refused": quoted.refused})


@router.get("/orders/{order_id}/parcels", response={200: PageOut[ParcelOut], **REFUSALS}, auth=READ)
def list_parcels(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """An order's parcels with what their carriers said."""
    order = get_order(actor_of(request), order_id)
    shipments = list_shipments(p.shipment_id for p in order.packages)
    found = []
    for package in order.packages:
        shipment = shipments.get(package.shipment_id) if package.shipment_id else None
        events = shipment.events if shipment else ()
        found.append(
            {
                "package_id": package.id,
                "carrier": package.carrier,
                "tracking_number": package.tracking_number,
                "status": shipment.status if shipment else "announced",
                "delivered_at": package.delivered_at,
                "events": [{"status": e.status, "place": e.place, "at": e.at} for e in events],
            }
        )
    return list_answer(found)


@router.post("/orders/{order_id}/urge", response={200: OrderOut, **REFUSALS}, auth=WRITE)
def urge(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask the shop to ship soon; once in a while."""
    with durable():
        order = urge_shipping(actor=actor_of(request), order_id=order_id)
    return answer(show_order(order))


@router.post("/orders/{order_id}/cancel-rest", response={200: OrderOut, **REFUSALS}, auth=WRITE)
def give_up_rest(
    request: HttpRequest, order_id: UUID, words: CancelIn, idempotency_key: Key
) -> HttpResponse:
    """Give up what was not shipped: for the buyer of a late shop, and for the shop."""
    with durable():
        order = cancel_rest(
            actor=actor_of(request),
            order_id=order_id,
            reason=words.reason,
            idempotency_key=idempotency_key,
        )
    return answer(show_order(order))


@router.get("/orders/{order_id}/invoice", response={200: InvoiceOut, **REFUSALS}, auth=READ)
def read_invoice(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The invoice of an order, for its buyer and its shop's people."""
    get_order(actor_of(request), order_id)
    invoice = find_invoice(order_id)
    if invoice is None:
        raise NotFound()
    return answer(_show_invoice(invoice))


@router.post("/orders/{order_id}/invoice", response={200: InvoiceOut, **REFUSALS}, auth=WRITE)
def ask_invoice(request: HttpRequest, order_id: UUID, given: InvoiceIn) -> HttpResponse:
    """Ask for an invoice, or correct what it is to say until it is written."""
    with durable():
        invoice = request_invoice(
            actor=actor_of(request),
            order_id=order_id,
            kind=InvoiceKind(given.kind),
            title=given.title,
            tax_number=given.tax_number,
            email=given.email,
        )
    return answer(_show_invoice(invoice))


def _show_invoice(invoice: InvoiceView) -> dict[str, object]:
    return {name: getattr(invoice, name) for name in _INVOICE}


@router.post("/orders/{order_id}/address-change", response={200: OrderOut, **REFUSALS}, auth=WRITE)
def ask_address(request: HttpRequest, order_id: UUID, given: AddressChangeIn) -> HttpResponse:
    """Ask the shop to send the order to another address of one's book."""
    actor = actor_of(request)
    with durable():
        ask_address_change(
            actor=actor, order_id=order_id, address_id=given.address_id, note=given.note
        )
    return answer(show_order(get_order(actor, order_id)))


@router.post(
    "/shops/{shop_id}/orders/{order_id}/address-change/answer",
    response={200: OrderOut, **REFUSALS},
    auth=SHOP_WRITE,
)
def answer_address(
    request: HttpRequest, shop_id: UUID, order_id: UUID, verdict: str = "refused"
) -> HttpResponse:
    """Accept or refuse it: `verdict` is `accepted` or `refused`."""
    actor = actor_of(request)
    _own_order(actor, shop_id, order_id)
    if verdict not in (AddressChangeStatus.ACCEPTED, AddressChangeStatus.REFUSED):
        raise NotFound()
    with durable():
        order = answer_address_change(
            actor=actor, order_id=order_id, answer=AddressChangeStatus(verdict)
        )
    return answer(show_order(order))


@router.post("/shops/{shop_id}/pickup", response={200: OrderOut, **REFUSALS}, auth=SHOP_WRITE)
def pick_up(
    request: HttpRequest, shop_id: UUID, shown: PickupIn, idempotency_key: Key
) -> HttpResponse:
    """Hand goods over for the code that a buyer shows; a code works once."""
    with durable():
        order = hand_over(
            actor=actor_of(request),
            shop_id=shop_id,
            code=shown.code,
            idempotency_key=idempotency_key,
        )
    return answer(show_order(order))


def _own_order(actor: Actor, shop_id: UUID, order_id: UUID) -> None:
    if get_order(actor, order_id).shop_id != shop_id:
        raise NotFound()
