"""The one place where a wish for another address changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.events import AddressChangeAnswered
from jishi.trade.orders.models import AddressChange, Order
from jishi.trade.orders.rules import ADDRESS_CHANGE
from jishi.trade.orders.types import AddressChangeStatus


def move_address_change(
    *, actor: Actor, order: Order, row: AddressChange, target: AddressChangeStatus, by: str
) -> None:
    """Take a step that ADDRESS_CHANGE allows `by`; an accepted one changes the order's address.

    The caller has locked both. Raises TransitionRefused.
    """
    ADDRESS_CHANGE.check(row.status, target, by)
    row.status, row.answered_at = target, clock.now()
    row.save(update_fields=["status", "answered_at"])
    if target is AddressChangeStatus.ACCEPTED:
        order.address = row.address
        order.save(update_fields=["address"])
    audit(
        actor=actor,
        action=f"address_change_{target}",
        subject_kind="order",
        subject_id=order.id,
        detail={"by": by},
    )
    record(
        AddressChangeAnswered(
            order_id=order.id, shop_id=order.shop_id, buyer_id=order.buyer_id, status=str(target)
        )
    )


def find_open_change(order: Order) -> AddressChange | None:
    """The open wish of a locked order, locked."""
    asked = AddressChange.objects.select_for_update().filter(
        order_id=order.id, status=AddressChangeStatus.ASKED
    )
    return asked.first()


def close_address_change(*, actor: Actor, order: Order) -> None:
    """A parcel leaves or the order ends: an open wish is refused with it."""
    row = find_open_change(order)
    if row is not None:
        target = AddressChangeStatus.REFUSED
        move_address_change(actor=actor, order=order, row=row, target=target, by="system")
