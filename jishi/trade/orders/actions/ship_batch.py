"""Hand many parcels over at once, and say of each what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.models import Order
from jishi.trade.orders.types import ShipResult, ShipRow
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


class _Undone(Exception):
    """Takes a trial back."""


def ship_batch(
    *, actor: Actor, shop_id: UUID, rows: Sequence[ShipRow], is_trial: bool
) -> tuple[ShipResult, ...]:
    """Ship what can be shipped of a shop's orders, each row by itself; a trial keeps nothing.

    A row that was shipped by an earlier run of the same file is not shipped twice. Raises
    NotAllowed.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.SHIP)
    numbers = {row.order_number for row in rows}
    known = dict(
        Order.objects.filter(shop_id=shop_id, number__in=numbers).values_list("number", "id")
    )
    results: list[ShipResult] = []
    try:
        with transaction.atomic():
            for at, row in enumerate(rows, start=1):
                result = ShipResult(
                    at,
                    row.order_number,
                    row.carrier,
                    row.tracking_number,
                    known.get(row.order_number),
                    "",
                )
                results.append(replace(result, problem=_ship(actor, result, row)))
            if is_trial:
                raise _Undone
    except _Undone:
        pass
    return tuple(results)


def _ship(actor: Actor, result: ShipResult, row: ShipRow) -> str:
    """Ships one of them; the problem in words, or nothing."""
    if result.order_id is None:
        return "unknown_order"
    try:
        with transaction.atomic():
            ship_order(
                actor=actor,
                order_id=result.order_id,
                carrier=row.carrier,
                tracking_number=row.tracking_number,
                idempotency_key=f"batch:{hash_input([row.carrier, row.tracking_number])[:40]}",
            )
    except DomainError as refused:
        return refused.message()
    return ""
