"""Policy values of shipping."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

TRACKING_MINUTES = Policy(
    name="shipping.tracking_minutes",
    default=30,
    kind=Annotated[int, Field(ge=1, le=1440)],
    unit="minutes",
    about="How often a carrier is asked where a parcel is.",
)
TRACKING_DAYS = Policy(
    name="shipping.tracking_days",
    default=45,
    kind=Annotated[int, Field(ge=1, le=365)],
    unit="days",
    about="After how long a parcel that never arrived is asked for no more.",
)
