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
