"""Policy values of orders."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

_COUNT = Annotated[int, Field(ge=1, le=10_000)]

UNPAID_MINUTES = Policy(
    name="orders.unpaid_minutes",
    default=30,
    kind=_COUNT,
    unit="minutes",
    about="How long stock is held for a checkout that is not paid.",
)
DISPATCH_HOURS = Policy(
    name="orders.dispatch_hours",
    default=48,
    kind=_COUNT,
    unit="hours",
    about="When a shop must have shipped, where the product promises nothing quicker.",
)
UNDISPATCHED_DAYS = Policy(
    name="orders.undispatched_days",
    default=9,
    kind=_COUNT,
    unit="days",
    about="When a paid order that was never shipped is cancelled and refunded by itself.",
)
RECEIPT_DAYS_SHIPPED = Policy(
    name="orders.receipt_days_shipped",
    default=10,
    kind=_COUNT,
    unit="days",
    about="When an order counts as received, from shipping, if no delivery was confirmed.",
)
RECEIPT_DAYS_DELIVERED = Policy(
    name="orders.receipt_days_delivered",
    default=7,
    kind=_COUNT,
    unit="days",
    about="When an order counts as received, from its confirmed delivery.",
)
EXTENSION_DAYS = Policy(
    name="orders.receipt_extension_days",
    default=3,
    kind=_COUNT,
    unit="days",
    about="How much more time to confirm receipt a buyer gets, once.",
)
PICKUP_DAYS = Policy(
    name="orders.pickup_days",
    default=14,
    kind=_COUNT,
    unit="days",
    about="How long goods wait at a pick-up point before their order is cancelled and refunded.",
)
URGE_HOURS = Policy(
    name="orders.urge_hours",
    default=12,
    kind=_COUNT,
    unit="hours",
    about="How long a buyer waits before urging the shop again.",
)
ADDRESS_CHANGE_HOURS = Policy(
    name="orders.address_change_hours",
    default=24,
    kind=_COUNT,
    unit="hours",
    about="When a wish for another address that the shop did not answer counts as refused.",
)
INVOICE_DAYS = Policy(
    name="orders.invoice_days",
    default=15,
    kind=_COUNT,
    unit="days",
    about="Within how long a shop is to write an invoice, from the request or receipt.",
)
INVOICE_LAPSE_DAYS = Policy(
    name="orders.invoice_lapse_days",
    default=90,
    kind=_COUNT,
    unit="days",
    about="When a request for an invoice that was never written ends; it may be made again.",
)
COMPENSATION_BPS = Policy(
    name="orders.late_compensation_bps",
    default=300,
    kind=Annotated[int, Field(ge=0, le=10_000)],
    unit="bps",
    about="What a shop that ships late owes a buyer who cancels, of what the buyer paid.",
)
COMPENSATION_MOST = Policy(
    name="orders.late_compensation_most",
    default=5_000,
    kind=Annotated[int, Field(ge=0, le=1_000_000)],
    unit="minor units",
    about="The most that one late order costs its shop as compensation.",
)
