"""Policy values of accounts."""

from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.settings import settings

STAFF_SECOND_FACTOR = Policy(
    name="accounts.staff_second_factor",
    default=not settings.sandbox,
    kind=bool,
    unit="yes/no",
    about="Whether the operator's staff need a second factor to enter the Control room.",
)
