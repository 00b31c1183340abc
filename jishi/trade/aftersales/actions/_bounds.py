"""What may be given back in a case at the most: checked wherever terms are set."""

from __future__ import annotations

from jishi.foundation.kernel.errors import InvalidInput
from jishi.trade.aftersales.errors import AmountTooHigh
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.claims import most_of_case
from jishi.trade.aftersales.types import AfterSaleKind


def check_terms(
    case: AfterSale, kind: AfterSaleKind, amount_minor: int, freight_minor: int
) -> None:
    """Raises InvalidInput for terms that are none, AmountTooHigh beyond what is left."""
    if kind is AfterSaleKind.PRICE_PROTECTION and case.kind != kind:
        raise InvalidInput(field="kind")
    check_amounts(case, amount_minor, freight_minor)


def check_amounts(case: AfterSale, amount_minor: int, freight_minor: int) -> None:
    """The same for amounts alone."""
    if type(amount_minor) is not int or amount_minor <= 0:
        raise InvalidInput(field="amount_minor")
    if type(freight_minor) is not int or freight_minor < 0:
        raise InvalidInput(field="freight_minor")
    most, freight = most_of_case(case)
    if amount_minor > most:
        raise AmountTooHigh(most_minor=most)
    if freight_minor > freight:
        raise AmountTooHigh(most_minor=freight)
