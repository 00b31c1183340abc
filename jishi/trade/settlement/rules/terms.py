"""How much of a shop's money is set aside, and what of a fee is tax; pure."""

from __future__ import annotations

from jishi.foundation.kernel.money import allocate, share_ppm

WHOLE_PPM = 1_000_000
# Score in hundredths from which on a rate holds, the best first.
RESERVE_STEPS = ((450, 0), (400, 20_000), (350, 50_000), (0, 100_000))


def reserve_rate(points: int | None, new_ppm: int) -> int:
    """What is set aside of a shop's part by its score (hundredths, None while it is too new)."""
    if points is None:
        return new_ppm
    return next(rate for least, rate in RESERVE_STEPS if points >= least)


def split_reserve(shop_minor: int, rate_ppm: int) -> tuple[int, int]:
    """(free at once, set aside); they sum to the whole."""
    aside = share_ppm(shop_minor, rate_ppm)
    return shop_minor - aside, aside


def tax_in_fee(fee_minor: int, tax_ppm: int) -> int:
    """The tax that a fee contains at a rate on its net amount."""
    return allocate(fee_minor, [WHOLE_PPM, tax_ppm])[1] if fee_minor else 0
