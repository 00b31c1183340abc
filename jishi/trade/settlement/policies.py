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
