"""Forget, or hand out, what orders know about a person."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.orders.models import Address, CartLine, Order
from jishi.trade.orders.queries.buying import list_addresses
from jishi.trade.orders.queries.orders import list_orders


def erase_buyer(*, actor: Actor, person_id: UUID) -> None:
    """Delete cart and address book; orders stay, since accounts are kept by law."""
    require_transaction()
    CartLine.objects.filter(person_id=person_id).delete()
    Address.objects.filter(person_id=person_id).delete()


class BuyerData:
    """What orders add to the export of somebody's data."""

    name = "orders"

    def collect(self, person_id: UUID) -> object:
        """Addresses and orders, as plain JSON values."""
        ids = Order.objects.filter(buyer_id=person_id).values_list("id", flat=True)
        orders = sorted(list_orders(ids).values(), key=lambda order: order.placed_at)
        return {
            "addresses": [asdict(entry.address) for entry in list_addresses(person_id)],
            "orders": [
                {
                    "number": order.number,
                    "placed_at": order.placed_at.isoformat(),
                    "status": order.word.value,
                    "total_minor": order.total_minor,
                    "currency": order.currency,
                    "address": asdict(order.address),
                    "lines": [
                        {"title": x.title, "quantity": x.quantity, "total_minor": x.total_minor}
                        for x in order.lines
                    ],
                }
                for order in orders
            ],
        }

    def erase(self, person_id: UUID) -> None:
        """Runs as the account is closed."""
        erase_buyer(actor=SYSTEM, person_id=person_id)
