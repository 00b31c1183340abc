"""Policy values of promotions."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

FLASH_UNPAID_MINUTES = Policy(
    name="promotions.flash_unpaid_minutes",
    default=5,
    kind=Annotated[int, Field(ge=1, le=10_000)],
    unit="minutes",
    about="How long goods of a flash sale are held for a checkout that is not paid.",
)
