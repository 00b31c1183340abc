"""Policy values of the catalog."""

from jishi.foundation.kernel.policies import Policy

REVIEW_REQUIRED = Policy(
    name="catalog.review_required",
    default=False,
    kind=bool,
    unit="yes/no",
    about="Whether the operator looks at words and pictures before a product is shown.",
)

LOW_STOCK = Policy(
    name="catalog.low_stock",
    default=5,
    kind=int,
    unit="units",
    about="At how many units left a new SKU counts as running low; its shop may change it.",
)
