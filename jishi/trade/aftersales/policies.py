"""What an operator may change about after-sales."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

_COUNT = Annotated[int, Field(ge=1, le=1000)]
_AMOUNT = Annotated[int, Field(ge=0, le=10_000_000)]

ANSWER_HOURS = Policy(
    "aftersales.answer_hours",
    48,
    _COUNT,
    "hours",
    "How long a shop may think about an application; its silence is consent.",
)
OFFER_HOURS = Policy(
    "aftersales.offer_hours",
    48,
    _COUNT,
    "hours",
    "How long a buyer may think about other terms; silence withdraws the application.",
)
RETURN_DAYS = Policy(
    "aftersales.return_days",
    7,
    _COUNT,
    "days",
    "How long a buyer may take to send goods back; silence withdraws the application.",
)
CONFIRM_DAYS = Policy(
    "aftersales.confirm_days",
    7,
    _COUNT,
    "days",
    "How long a shop may take to confirm returned goods; its silence gives the money back.",
)
REPLACEMENT_DAYS = Policy(
    "aftersales.replacement_days",
    3,
    _COUNT,
    "days",
    "How long a shop may take to send a replacement; then the money is given back instead.",
)
REPLACED_DAYS = Policy(
    "aftersales.replaced_days",
    10,
    _COUNT,
    "days",
    "When a replacement counts as come, from its shipping.",
)
ESCALATE_DAYS = Policy(
    "aftersales.escalate_days",
    7,
    _COUNT,
    "days",
    "How long after a refusal a buyer may ask the market to decide.",
)
EVIDENCE_DAYS = Policy(
    "aftersales.evidence_days",
    3,
    _COUNT,
    "days",
    "How long both sides of a dispute may give evidence.",
)
RULING_DAYS = Policy(
    "aftersales.ruling_days",
    3,
    _COUNT,
    "days",
    "In what time the market means to decide a dispute or an appeal.",
)
APPEAL_DAYS = Policy(
    "aftersales.appeal_days",
    3,
    _COUNT,
    "days",
    "How long a ruling may be appealed; then it is carried out.",
)
APPLY_DAYS = Policy(
    "aftersales.apply_days",
    15,
    _COUNT,
    "days",
    "How long after receipt something wrong with the goods may be claimed.",
)
MAX_APPLICATIONS = Policy(
    "aftersales.max_applications",
    5,
    _COUNT,
    "applications",
    "How often a buyer may apply for one line of an order.",
)
PRICE_DAYS = Policy(
    "aftersales.price_protection_days",
    7,
    Annotated[int, Field(ge=0, le=90)],
    "days",
    "How long after payment the difference to a lower price is given back; 0 turns it off.",
)
FAST_LIMIT_MINOR = Policy(
    "aftersales.fast_refund_limit_minor",
    5_000,
    _AMOUNT,
    "minor units",
    "Up to this amount a good buyer's money is given back at once; 0 turns it off.",
)
FAST_MIN_ORDERS = Policy(
    "aftersales.fast_refund_min_orders",
    5,
    _COUNT,
    "orders",
    "How many orders somebody must have received to be a good buyer.",
)
FAST_MAX_RATE_PPM = Policy(
    "aftersales.fast_refund_max_rate_ppm",
    200_000,
    Annotated[int, Field(ge=0, le=1_000_000)],
    "parts per million",
    "How many after-sales to received orders a good buyer has at most.",
)
