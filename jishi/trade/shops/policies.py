"""Policy values of shops."""

from typing import Annotated

from pydantic import Field

from jishi.foundation.kernel.policies import Policy
from jishi.trade.shops.types import DocumentKind

REQUIRED_DOCUMENTS: Policy[dict[str, list[DocumentKind]]] = Policy(
    name="shops.required_documents",
    default={},
    kind=dict[str, list[DocumentKind]],
    unit="documents by category",
    about="Which documents a shop must hold to sell in a category; an empty category is the shop"
    " itself, asked for at its admission.",
)
DEPOSITS: Policy[dict[str, int]] = Policy(
    name="shops.deposits",
    default={},
    kind=dict[str, Annotated[int, Field(ge=0, le=10**10)]],
    unit="minor units by category",
    about="Which deposit a shop must have paid to sell in a category; an empty category is any.",
)
REMINDER_DAYS = Policy(
    name="shops.document_reminder_days",
    default=30,
    kind=Annotated[int, Field(ge=1, le=365)],
    unit="days",
    about="How long before a document ends its shop is reminded.",
)
