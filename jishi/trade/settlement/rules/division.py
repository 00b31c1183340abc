"""How an order's money is divided, and between which accounts; pure."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.foundation.kernel.money import allocate
from jishi.trade.settlement.errors import SharesTooLarge
from jishi.trade.settlement.types import Division, LineView

WHOLE_PPM = 1_000_000


def divide(base_minor: int, fee_rate_ppm: int, share_rates_ppm: Sequence[int] = ()) -> Division:
    """Divide what is in escrow between platform, payees and shop, by largest remainder.

    All rates are of `base_minor`; the shop has the rest. Raises SharesTooLarge when the rates
    are more than the whole.
    """
    rest = WHOLE_PPM - fee_rate_ppm - sum(share_rates_ppm)
    if rest < 0 or min((fee_rate_ppm, *share_rates_ppm)) < 0:
        raise SharesTooLarge()
    fee, *shares, shop = allocate(base_minor, [fee_rate_ppm, *share_rates_ppm, rest])
    return Division(base_minor, fee, tuple(shares), shop)


def take_back(amount_minor: int, parts_minor: Sequence[int]) -> list[int]:
    """How much each part gives back of an amount, in proportion, by largest remainder.

    No part gives more than it has, as long as the amount is not more than all of them.
    """
    return allocate(amount_minor, parts_minor) if amount_minor else [0] * len(parts_minor)


def platform_back(line: LineView, amount_minor: int, quantity: int) -> int:
    """What of the platform's part of a line goes back to it with a refund to the buyer.

    In proportion to what the buyer has got back so far, so that rounding never adds up; by
    quantity for a line that the buyer paid nothing for.
    """
    done, whole = line.refunded_minor + amount_minor, line.payable_minor
    if whole == 0:
        done, whole = line.refunded_quantity + quantity, line.quantity
    return line.platform_minor * done // whole - line.refunded_platform_minor


def order_escrow(order_id: object) -> str:
    """The account that holds an order's money."""
    return f"escrow:order:{order_id}"


def shop_account(shop_id: object, part: str = "available") -> str:
    """An account of a shop: available, reserve, deposit."""
    return f"shop:{shop_id}:{part}"
