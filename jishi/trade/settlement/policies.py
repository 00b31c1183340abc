"""What an operator may change about settlement."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.settings import settings

FEE_PPM = Policy(
    "settlement.fee_ppm",
    settings.platform_fee_ppm,
    Annotated[int, Field(ge=0, le=500_000)],
    "parts per million",
    "The platform's fee on what an order brings in; kept as it is when the order is paid.",
)
RETURN_WINDOW_DAYS = Policy(
    "settlement.return_window_days",
    7,
    Annotated[int, Field(ge=0, le=90)],
    "days",
    "How long after its receipt an order's money stays in escrow.",
)
FEE_TAX_PPM = Policy(
    "settlement.fee_tax_ppm",
    60_000,
    Annotated[int, Field(ge=0, le=300_000)],
    "parts per million",
    "The tax that the market's fee contains, as a rate on the fee without it.",
)
RESERVE_DAYS = Policy(
    "settlement.reserve_days",
    30,
    Annotated[int, Field(ge=1, le=365)],
    "days",
    "How long a part of a shop's money is set aside after an order is settled.",
)
RESERVE_NEW_PPM = Policy(
    "settlement.reserve_new_ppm",
    0,
    Annotated[int, Field(ge=0, le=100_000)],
    "parts per million",
    "What is set aside of the money of a shop that is too new to have a score.",
)
PAYOUT_MIN_MINOR = Policy(
    "settlement.payout_min_minor",
    10_00,
    Annotated[int, Field(ge=1, le=10_000_00)],
    "minor units",
    "The least that is paid out at once.",
)
PAYOUT_LARGE_MINOR = Policy(
    "settlement.payout_large_minor",
    50_000_00,
    Annotated[int, Field(ge=1)],
    "minor units",
    "From this amount on a payout is looked at by hand.",
)
PAYOUT_NEW_ACCOUNT_DAYS = Policy(
    "settlement.payout_new_account_days",
    3,
    Annotated[int, Field(ge=0, le=90)],
    "days",
    "How long after its verification payouts to an account are looked at by hand.",
)
PAYOUT_ATTEMPTS = Policy(
    "settlement.payout_attempts",
    3,
    Annotated[int, Field(ge=1, le=10)],
    "attempts",
    "How often a payout is tried before it fails.",
)
