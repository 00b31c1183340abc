"""Who an invoice may be made out to."""

from __future__ import annotations

from stdnum.cn import uscc

from jishi.trade.orders.errors import TaxNumberInvalid


def check_tax_number(text: str) -> str:
    """A unified social credit code (GB 32100) without blanks; raises TaxNumberInvalid.

    Its last character is a check digit: most slips of the pen are found here.
    """
    number: str = uscc.compact(text).upper()
    if not uscc.is_valid(number):
        raise TaxNumberInvalid()
    return number
