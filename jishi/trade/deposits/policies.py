"""Policy values of deposits."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

RELEASE_DAYS = Policy(
    name="deposits.release_days",
    default=30,
    kind=Annotated[int, Field(ge=0, le=365)],
    unit="days",
    about="How long after its closing a shop's deposit is kept for claims that come late.",
)
PAY_MINUTES = Policy(
    name="deposits.pay_minutes",
    default=60,
    kind=Annotated[int, Field(ge=5, le=1440)],
    unit="minutes",
    about="How long a payment into a deposit stays open.",
)
