"""What an order's page shows of parcels, codes, online goods, invoice and address."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.utils.translation import gettext

from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.queries import (
    find_address_change,
    find_invoice,
    find_pickup_code,
    list_addresses,
    list_online_goods,
)
from jishi.trade.orders.types import (
    AddressChangeView,
    AddressView,
    FulfilmentStatus,
    InvoiceKind,
    InvoiceStatus,
    InvoiceView,
    OnlineGoods,
    OrderView,
    PackageView,
)
from jishi.trade.shipping.queries import list_shipments
from jishi.trade.shipping.types import DeliveryMethod, ShipmentView

_DONE = (FulfilmentStatus.RECEIVED, FulfilmentStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel with its carrier's words and the goods in it."""

    package: PackageView
    shipment: ShipmentView | None
    goods: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OrderMore:
    """All of it; what is not the viewer's to do or see is None or empty."""

    parcels: tuple[Parcel, ...]
    pickup_code: str
    pickup_qr: str
    online: tuple[OnlineGoods, ...]
    invoice: InvoiceView | None
    can_ask_invoice: bool
    invoice_kinds: tuple[tuple[str, str], ...]
    change: AddressChangeView | None
    other_addresses: tuple[AddressView, ...]
    can_hide: bool
    can_buy_again: bool


def present_more(order: OrderView, viewer: Actor) -> OrderMore:
    """The same for an order that the viewer may see; wishes only for its buyer."""
    is_buyer = viewer.person_id == order.buyer_id
    here = order.fulfilment_status
    shipments = list_shipments(p.shipment_id for p in order.packages)
    titles = {line.id: line.title for line in order.lines}
    waits = order.paid_at is not None and here is FulfilmentStatus.TO_SHIP
    movable = is_buyer and waits and order.delivery is DeliveryMethod.PARCEL
    code = find_pickup_code(viewer, order.id) if order.pickup and waits else ""
    virtual = order.delivery is DeliveryMethod.VIRTUAL and order.delivered_at is not None
    invoice = find_invoice(order.id) if is_buyer and order.paid_at else None
    open_invoice = invoice is None or invoice.status is InvoiceStatus.WITHDRAWN
    return OrderMore(
        parcels=tuple(
            Parcel(
                p,
                shipments.get(p.shipment_id) if p.shipment_id else None,
                tuple((titles[key], n) for key, n in p.contents),
            )
            for p in order.packages
        ),
        pickup_code=code,
        pickup_qr=segno.make(code, error="m", micro=False).svg_data_uri(border=2) if code else "",
        online=list_online_goods(viewer, order.id) if virtual else (),
        invoice=None if open_invoice else invoice,
        can_ask_invoice=is_buyer
        and order.paid_at is not None
        and here is not FulfilmentStatus.CANCELLED
        and open_invoice,
        invoice_kinds=tuple((str(kind), gettext(kind.label)) for kind in InvoiceKind),
        change=find_address_change(order.id) if movable else None,
        other_addresses=_others(order) if movable else (),
        can_hide=is_buyer and here in _DONE and not order.is_hidden,
        can_buy_again=is_buyer and here in _DONE,
    )


def _others(order: OrderView) -> tuple[AddressView, ...]:
    book = list_addresses(order.buyer_id)
    return tuple(entry for entry in book if entry.address.line != order.address.line)
