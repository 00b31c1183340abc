"""Ask a shop to send an order elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions._freight import quote_change
from jishi.trade.orders.actions.move_address_change import find_open_change
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.errors import AddressChangeOpen, AddressFixed, AddressMissing
from jishi.trade.orders.events import AddressChangeAsked
from jishi.trade.orders.models import AddressChange
from jishi.trade.orders.policies import ADDRESS_CHANGE_HOURS
from jishi.trade.orders.queries.buying import list_addresses
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.queries.requests import address_change_view
from jishi.trade.orders.rules import NOTE_LIMIT
from jishi.trade.orders.types import AddressChangeView, CheckoutStatus, FulfilmentStatus
from jishi.trade.shipping.types import DeliveryMethod


def ask_address_change(
    *, actor: Actor, order_id: UUID, address_id: UUID, note: str = ""
) -> AddressChangeView:
    """Ask for another address of the buyer's book, before the first parcel leaves.

    The shop answers within 24 hours, silence is a no; the freight stays as it was paid. Raises
    NotFound, NotAllowed, AddressMissing, AddressFixed, AddressChangeOpen, RegionUnreachable,
    RegionUnknown, TextTooLong.
    """
    require_transaction()
    note = clean_line(note, field="note", limit=NOTE_LIMIT, required=False)
    order = lock_order(order_id)
    role_in_order(actor, order, ("buyer",))
    waits = order.fulfilment_status == FulfilmentStatus.TO_SHIP
    is_paid = order.payment_status == CheckoutStatus.PAID
    if not waits or not is_paid or order.delivery != DeliveryMethod.PARCEL:
        raise AddressFixed()
    if find_open_change(order) is not None:
        raise AddressChangeOpen()
    book = {entry.id: entry.address for entry in list_addresses(order.buyer_id)}
    if address_id not in book:
        raise AddressMissing()
    quote_change(order, book[address_id])
    now = clock.now()
    row = AddressChange.objects.create(
        order=order,
        address=asdict(book[address_id]),
        note=note,
        asked_at=now,
        answer_by=now + timedelta(hours=ADDRESS_CHANGE_HOURS.get()),
    )
    audit(actor=actor, action="ask_address_change", subject_kind="order", subject_id=order.id)
    record(
        AddressChangeAsked(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            answer_by=row.answer_by,
        )
    )
    return address_change_view(row)
