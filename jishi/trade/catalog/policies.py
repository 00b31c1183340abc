"""Policy values of the catalog."""

from jishi.foundation.kernel.policies import Policy

REVIEW_REQUIRED = Policy(
    name="catalog.review_required",
    default=False,
    kind=bool,
    unit="yes/no",
    about="Whether the operator looks at words and pictures before a product is shown.",
)
