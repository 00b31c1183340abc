"""Flash sales as the mall shows them: what runs with what is left of it, else what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.catalog.types import ProductCard
from jishi.trade.promotions.queries import list_flash_items
from jishi.trade.promotions.types import FlashItemView


@dataclass(frozen=True, slots=True)
class FlashGoodsCard:
    """A product in a flash sale."""

    item: FlashItemView
    product: ProductCard

    @property
    def percent(self) -> int:
        """How much is taken; true to the piece, rounded down."""
        return self.item.taken * 100 // self.item.quantity

    @property
    def left(self) -> int:
        """What can still be bought: never more than the shelf has."""
        return max(0, min(self.item.left, self.product.available_total))


@dataclass(frozen=True, slots=True)
class FlashSession:
    """Sales that begin, or end, at one moment."""

    at: datetime
    goods: tuple[FlashGoodsCard, ...]


@dataclass(frozen=True, slots=True)
class FlashBoard:
    """What runs (by its end) and what comes (by its beginning)."""

    running: tuple[FlashSession, ...]
    coming: tuple[FlashSession, ...]

    @property
    def first(self) -> FlashSession | None:
        """The session that ends first, or else the one that begins first."""
        return next(iter(self.running or self.coming), None)


def load_board() -> FlashBoard:
    """Two statements; one when nothing is planned."""
    items = list_flash_items()
    cards = list_product_cards(item.product_id for item in items)
    goods = [
        FlashGoodsCard(item, cards[item.product_id])
        for item in items
        if item.product_id in cards and cards[item.product_id].is_buyable
    ]
    now = clock.now()
    on = [g for g in goods if g.item.starts_at <= now]
    later = [g for g in goods if g.item.starts_at > now]
    return FlashBoard(
        _sessions(on, [g.item.ends_at for g in on]),
        _sessions(later, [g.item.starts_at for g in later]),
    )


def _sessions(
    goods: Sequence[FlashGoodsCard], moments: Sequence[datetime]
) -> tuple[FlashSession, ...]:
    by_moment: dict[datetime, list[FlashGoodsCard]] = {}
    for one, at in zip(goods, moments, strict=True):
        by_moment.setdefault(at, []).append(one)
    return tuple(FlashSession(at, tuple(found)) for at, found in sorted(by_moment.items()))
