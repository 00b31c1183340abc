"""The machines of a checkout, of an order's goods, and of what is asked about an order."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.orders.types import AddressChangeStatus as A
from jishi.trade.orders.types import CheckoutStatus as C
from jishi.trade.orders.types import FulfilmentStatus as F
from jishi.trade.orders.types import InvoiceStatus as I

CHECKOUT = Lifecycle(
    "orders.checkout",
    C.PENDING,
    (
        Transition(C.PENDING, C.PAID, ("provider",)),
        Transition(
            C.PENDING,
            C.CLOSED,
            ("buyer", "provider", "system"),
            timedelta(minutes=30),
            "orders.unpaid_minutes",
        ),
    ),
)
# Goods that are fetched go from `to_ship` straight to `received`, by the code that the buyer
# shows; goods delivered online to `delivered`, when they are paid.
FULFILMENT = Lifecycle(
    "orders.fulfilment",
    F.TO_SHIP,
    (
        Transition(F.TO_SHIP, F.PART_SHIPPED, ("merchant",)),
        Transition(F.TO_SHIP, F.SHIPPED, ("merchant",)),
        Transition(F.TO_SHIP, F.DELIVERED, ("merchant", "system")),
        Transition(F.TO_SHIP, F.RECEIVED, ("merchant",)),
        Transition(
            F.TO_SHIP,
            F.CANCELLED,
            ("buyer", "merchant", "operator", "system"),
            timedelta(days=9),
            "orders.undispatched_days",
        ),
        # The rest follows, or is given up with its money back.
        Transition(
            F.PART_SHIPPED,
            F.SHIPPED,
            ("merchant", "buyer", "system"),
            timedelta(days=9),
            "orders.undispatched_days",
        ),
        Transition(F.SHIPPED, F.DELIVERED, ("operator", "system")),
        Transition(
            F.SHIPPED,
            F.RECEIVED,
            ("buyer", "system"),
            timedelta(days=10),
            "orders.receipt_days_shipped",
        ),
        Transition(
            F.DELIVERED,
            F.RECEIVED,
            ("buyer", "system"),
            timedelta(days=7),
            "orders.receipt_days_delivered",
        ),
    ),
)
ADDRESS_CHANGE = Lifecycle(
    "orders.address_change",
    A.ASKED,
    (
        Transition(A.ASKED, A.ACCEPTED, ("merchant",)),
        Transition(
            A.ASKED,
            A.REFUSED,
            ("merchant", "system"),
            timedelta(hours=24),
            "orders.address_change_hours",
        ),
        Transition(A.ASKED, A.WITHDRAWN, ("buyer",)),
    ),
)
INVOICE = Lifecycle(
    "orders.invoice",
    I.REQUESTED,
    (
        Transition(I.REQUESTED, I.ISSUED, ("merchant",)),
        # With the order, when that is cancelled, or when nobody has asked again for a long time.
        Transition(
            I.REQUESTED,
            I.WITHDRAWN,
            ("buyer", "system"),
            timedelta(days=90),
            "orders.invoice_lapse_days",
        ),
    ),
)
LIFECYCLES = (CHECKOUT, FULFILMENT, ADDRESS_CHANGE, INVOICE)
TRANSITIONS = tuple(step for machine in LIFECYCLES for step in machine.transitions)
