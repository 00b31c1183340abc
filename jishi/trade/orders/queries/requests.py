"""What was asked about orders: invoices, other addresses, online goods, codes to fetch them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import AddressChange, Invoice, Order, OrderLine
from jishi.trade.orders.queries.orders import get_order
from jishi.trade.orders.types import (
    Address,
    AddressChangeStatus,
    AddressChangeView,
    CheckoutStatus,
    FulfilmentStatus,
    InvoiceFile,
    InvoiceKind,
    InvoiceStatus,
    InvoiceView,
    OnlineGoods,
)
from jishi.trade.shipping.queries import list_given_codes


def address_change_view(row: AddressChange) -> AddressChangeView:
    """The view of a row of this room."""
    return AddressChangeView(
        id=row.id,
        order_id=row.order_id,
        status=AddressChangeStatus(row.status),
        address=Address(**row.address),
        note=row.note,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
    )


def invoice_view(row: Invoice) -> InvoiceView:
    """The view of a row of this room with its order."""
    return InvoiceView(
        order_id=row.order_id,
        status=InvoiceStatus(row.status),
        kind=InvoiceKind(row.kind),
        title=row.title,
        tax_number=row.tax_number,
        email=row.email,
        amount_minor=row.order.payable_minor - row.order.refund_minor,
        currency=row.order.currency,
        number=row.number,
        file_name=row.file_name,
        requested_at=row.requested_at,
        issued_at=row.issued_at,
    )


def find_address_change(order_id: UUID) -> AddressChangeView | None:
    """The newest wish for another address; whoever asks has seen the order."""
    row = AddressChange.objects.filter(order_id=order_id).order_by("-asked_at", "-id").first()
    return address_change_view(row) if row else None


def find_invoice(order_id: UUID) -> InvoiceView | None:
    """The invoice of an order; whoever asks has seen the order."""
    rows = Invoice.objects.select_related("order").defer("file")
    row = rows.filter(order_id=order_id).first()
    return invoice_view(row) if row else None


def get_invoice_file(viewer: Actor, order_id: UUID) -> InvoiceFile:
    """The paper, for the buyer and the shop's people; raises NotFound for others or before it."""
    get_order(viewer, order_id)
    row = Invoice.objects.filter(order_id=order_id, status=InvoiceStatus.ISSUED).first()
    if row is None or row.file is None:
        raise NotFound()
    return InvoiceFile(row.file_name, bytes(row.file))


def find_pickup_code(viewer: Actor, order_id: UUID) -> str:
    """The code to fetch an order with, for its buyer alone; empty for all others."""
    rows = Order.objects.filter(
        id=order_id,
        buyer_id=viewer.person_id,
        payment_status=CheckoutStatus.PAID,
        fulfilment_status=FulfilmentStatus.TO_SHIP,
    )
    return rows.values_list("pickup_code", flat=True).first() or ""


def list_online_goods(viewer: Actor, order_id: UUID) -> tuple[OnlineGoods, ...]:
    """What was delivered online, for the buyer alone; two statements."""
    lines = list(
        OrderLine.objects.filter(
            order_id=order_id,
            order__buyer_id=viewer.person_id,
            order__delivery="virtual",
            order__delivered_at__isnull=False,
        ).order_by("position")
    )
    codes = list_given_codes(f"line:{line.id}" for line in lines)
    return tuple(
        OnlineGoods(line.id, line.title, line.content, codes.get(f"line:{line.id}", ()))
        for line in lines
    )


def count_requests(shop_id: UUID) -> dict[str, int]:
    """What waits for a shop's answer: invoices, address changes, urged orders; one each."""
    open_ = Q(fulfilment_status__in=("to_ship", "part_shipped"), payment_status="paid")
    orders = Order.objects.filter(open_, shop_id=shop_id)
    found: dict[str, int] = orders.aggregate(
        urged=Count("id", filter=Q(urge_count__gt=0)),
        virtual=Count("id", filter=Q(delivery="virtual")),
    )
    return found | {
        "invoices": Invoice.objects.filter(
            order__shop_id=shop_id, status=InvoiceStatus.REQUESTED
        ).count(),
        "address_changes": AddressChange.objects.filter(
            order__shop_id=shop_id,
            status=AddressChangeStatus.ASKED,
            answer_by__gt=clock.now(),
        ).count(),
    }


def list_requested_invoices(shop_id: UUID, limit: int = 100) -> tuple[InvoiceView, ...]:
    """Invoices that a shop is to write, the oldest request first; one statement."""
    rows = Invoice.objects.select_related("order").defer("file")
    rows = rows.filter(order__shop_id=shop_id, status=InvoiceStatus.REQUESTED)
    return tuple(invoice_view(row) for row in rows.order_by("requested_at", "id")[:limit])


def list_open_changes(order_ids: Iterable[UUID]) -> dict[UUID, AddressChangeView]:
    """The open wishes of these orders, by order; one statement."""
    rows = AddressChange.objects.filter(
        order_id__in=list(order_ids), status=AddressChangeStatus.ASKED
    )
    return {row.order_id: address_change_view(row) for row in rows}
