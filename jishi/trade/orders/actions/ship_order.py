"""Hand a parcel over: all of an order, or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions._parcel import left_of, lock_lines, pick_lines
from jishi.trade.orders.actions.move_address_change import close_address_change
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.errors import NotThisWay, OrderUnpaid
from jishi.trade.orders.events import OrderShipped
from jishi.trade.orders.models import Order, OrderLine, Package, PackageLine
from jishi.trade.orders.policies import RECEIPT_DAYS_SHIPPED
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus, OrderView
from jishi.trade.shipping.actions.register_shipment import register_shipment
from jishi.trade.shipping.types import DeliveryMethod, ShipmentView

_OPEN = (FulfilmentStatus.TO_SHIP, FulfilmentStatus.PART_SHIPPED)


def ship_order(
    *,
    actor: Actor,
    order_id: UUID,
    carrier: str,
    tracking_number: str,
    lines: Sequence[tuple[UUID, int]] | None = None,
    idempotency_key: str,
) -> OrderView:
    """Say that a parcel of a paid order is on its way; from here it can no longer be cancelled.

    `lines` are ids with quantities, None takes all that is left; when nothing is left the order
    is shipped, until then shipped in part. For the shop's people. Raises InvalidInput,
    TextTooLong, ParcelEmpty, NotThisWay, NotFound, NotAllowed, OrderUnpaid, TransitionRefused,
    IdempotencyConflict.
    """
    words = [carrier, tracking_number, *(f"{line}:{n}" for line, n in lines or ())]
    return answer_once(
        actor=actor,
        action="ship_order",
        order_id=order_id,
        key=idempotency_key,
        words=words,
        run=lambda: _ship(actor, order_id, carrier, tracking_number, lines),
    )


def _ship(
    actor: Actor,
    order_id: UUID,
    carrier: str,
    tracking_number: str,
    wanted: Sequence[tuple[UUID, int]] | None,
) -> None:
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("merchant",))
    if order.payment_status == CheckoutStatus.PENDING:
        raise OrderUnpaid()
    if order.delivery != DeliveryMethod.PARCEL:
        raise NotThisWay()
    if order.fulfilment_status not in _OPEN:
        raise TransitionRefused(status=order.fulfilment_status, to=FulfilmentStatus.SHIPPED)
    lines = lock_lines(order)
    picked = pick_lines(lines, wanted)
    shipment = register_shipment(
        actor=actor, shop_id=order.shop_id, carrier=carrier, tracking_number=tracking_number
    )
    package = _pack(order, shipment, picked)
    done = not any(left_of(line) for line in lines)
    target = FulfilmentStatus.SHIPPED if done else FulfilmentStatus.PART_SHIPPED
    note = f"{shipment.carrier_name} {shipment.tracking_number}"
    if order.fulfilment_status == target:
        detail = {"package": package.number, "note": note}
        audit(
            actor=actor,
            action="order_parcel",
            subject_kind="order",
            subject_id=order.id,
            detail=detail,
        )
    else:
        now = move_order(actor=actor, order=order, target=target, by=by, note=note)
        if done:
            order.receive_by = now + timedelta(days=RECEIPT_DAYS_SHIPPED.get())
    order.save(update_fields=["fulfilment_status", "shipped_at", "receive_by"])
    close_address_change(actor=actor, order=order)
    record(
        OrderShipped(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            carrier=shipment.carrier_name,
            tracking_number=shipment.tracking_number,
            package_id=package.id,
            is_whole=done,
            receive_by=order.receive_by,
        )
    )


def _pack(order: Order, shipment: ShipmentView, picked: Sequence[tuple[OrderLine, int]]) -> Package:
    package = Package.objects.create(
        order=order,
        number=Package.objects.filter(order=order).count() + 1,
        carrier=shipment.carrier_name,
        tracking_number=shipment.tracking_number,
        shipment_id=shipment.id,
        shipped_at=clock.now(),
    )
    for line, quantity in picked:
        line.shipped_quantity += quantity
        line.save(update_fields=["shipped_quantity"])
    PackageLine.objects.bulk_create(
        PackageLine(package=package, line=line, quantity=n) for line, n in picked
    )
    return package
