"""The life of a settlement, and how an order's money is divided; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jishi.foundation.kernel.money import allocate
from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.settlement.errors import SharesTooLarge
from jishi.trade.settlement.types import Division
from jishi.trade.settlement.types import SettlementStatus as S

SETTLEMENT = Lifecycle(
    "settlement",
    S.HELD,
    (
        Transition(
            S.HELD,
            S.SETTLED,
            ("system",),
            after=timedelta(days=7),
            policy="settlement.return_window_days",
        ),
        Transition(S.HELD, S.CANCELLED, ("system",)),
    ),
)
LIFECYCLES = (SETTLEMENT,)
TRANSITIONS = SETTLEMENT.transitions
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


def order_escrow(order_id: object) -> str:
    """The account that holds an order's money."""
    return f"escrow:order:{order_id}"


def shop_account(shop_id: object, part: str = "available") -> str:
    """An account of a shop: available, reserve, deposit."""
    return f"shop:{shop_id}:{part}"
