"""Policy values of reviews."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy

_DAYS = Annotated[int, Field(ge=1, le=3_650)]

REVIEW_DAYS = Policy(
    name="reviews.review_days",
    default=30,
    kind=_DAYS,
    unit="days",
    about="How long after receipt a buyer may review what was bought.",
)
FOLLOW_UP_DAYS = Policy(
    name="reviews.follow_up_days",
    default=180,
    kind=_DAYS,
    unit="days",
    about="How long after a review its buyer may add what a while of use has shown, once.",
)
