"""The life of a shop, as data."""

from __future__ import annotations

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.shops.types import ShopStatus as S

SHOP = Lifecycle(
    "shops.shop",
    S.APPLIED,
    (
        Transition(S.APPLIED, S.OPEN, ("operator",)),
        Transition(S.APPLIED, S.REJECTED, ("operator",)),
        Transition(S.REJECTED, S.APPLIED, ("owner",)),
        Transition(S.OPEN, S.SUSPENDED, ("operator",)),
        Transition(S.SUSPENDED, S.OPEN, ("operator",)),
        Transition(S.OPEN, S.CLOSED, ("owner", "operator")),
        Transition(S.SUSPENDED, S.CLOSED, ("owner", "operator")),
    ),
)
TRANSITIONS = SHOP.transitions

NAME_LIMIT = 40
REGION_LIMIT = 40
ABOUT_LIMIT = 1000
NOTE_LIMIT = 500
