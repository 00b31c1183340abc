"""What combines with what, in which order, and what one coupon takes off; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from jishi.foundation.kernel.money import allocate
from jishi.trade.promotions.types import (
    Adjustment,
    BundleView,
    CouponKind,
    CouponScope,
    Funder,
    Kind,
    QuoteLine,
    UnitOffer,
)

WHOLE_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a price: of `kinds` the one that takes off most, once per `once_per`.

    It passes over lines from which a kind of `never_with` has taken something already.
    """

    kinds: tuple[Kind, ...]
    once_per: str  # line, shop, checkout
    funder: Funder
    never_with: frozenset[Kind] = frozenset()


# The stacking rules, as data: applied from first to last.
STACKING = (
    Stage((Kind.GROUP, Kind.FLASH, Kind.MEMBER), "line", Funder.SHOP),
    Stage((Kind.BUNDLE,), "line", Funder.SHOP, frozenset({Kind.GROUP, Kind.FLASH})),
    Stage((Kind.SHOP_COUPON,), "shop", Funder.SHOP, frozenset({Kind.GROUP})),
    Stage((Kind.PLATFORM_COUPON,), "checkout", Funder.PLATFORM, frozenset({Kind.GROUP})),
)
BARRED = {kind: stage.never_with for stage in STACKING for kind in stage.kinds}


@dataclass(frozen=True, slots=True)
class HeldCoupon:
    """A coupon in the buyer's hand, as far as a price depends on it."""

    claim_id: UUID
    coupon_id: UUID
    title: str
    shop_id: UUID | None
    kind: CouponKind
    amount_minor: int
    threshold_minor: int
    rate_ppm: int
    cap_minor: int | None
    scope: CouponScope
    categories: frozenset[str] = frozenset()
    product_ids: frozenset[UUID] = frozenset()

    @property
    def stacks_as(self) -> Kind:
        """Its place in STACKING."""
        return Kind.PLATFORM_COUPON if self.shop_id is None else Kind.SHOP_COUPON

    def covers(self, line: QuoteLine) -> bool:
        """Whether it is for these goods."""
        if self.shop_id is not None and line.shop_id != self.shop_id:
            return False
        if self.scope is CouponScope.CATEGORY:
            return line.category in self.categories
        return self.scope is CouponScope.ALL or line.product_id in self.product_ids

    def takes_off(self, base_minor: int) -> int:
        """What it takes off goods of this worth; zero below its threshold."""
        if base_minor < max(1, self.threshold_minor):
            return 0
        if self.kind is CouponKind.PERCENT:
            amount = base_minor * self.rate_ppm // WHOLE_PPM
        elif self.kind is CouponKind.SPEND_MINUS:
            amount = self.amount_minor * (base_minor // max(1, self.threshold_minor))
        else:
            amount = self.amount_minor
        return amount if self.cap_minor is None else min(amount, self.cap_minor)


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is for these lines and this buyer."""

    units: Mapping[UUID, Sequence[UnitOffer]] = field(default_factory=dict)  # by SKU
    bundles: Sequence[BundleView] = ()
    coupons: Sequence[HeldCoupon] = ()


class Remainder:
    """What is left of each line while stage after stage takes its part."""

    def __init__(self, lines: Sequence[QuoteLine]) -> None:
        self.lines = lines
        self.left = [line.total_minor for line in lines]
        self.taken: list[list[Adjustment]] = [[] for _ in lines]

    def copy(self) -> Remainder:
        """One to go on with on trial."""
        other = Remainder(self.lines)
        other.left, other.taken = list(self.left), [list(a) for a in self.taken]
        return other

    def open_to(self, kind: Kind) -> list[int]:
        """Lines that the kind may still take something off."""
        barred = BARRED[kind]
        return [
            i
            for i, taken in enumerate(self.taken)
            if not any(Kind(a.kind) in barred for a in taken)
        ]

    def take(self, i: int, amount: int, kind: Kind, promotion_id: UUID, title: str) -> None:
        """Take so much off one line."""
        if amount <= 0:
            return
        funder = next(stage.funder for stage in STACKING if kind in stage.kinds)
        self.left[i] -= amount
        self.taken[i].append(Adjustment(kind.value, promotion_id, title, amount, funder))

    def share(
        self, where: Sequence[int], amount: int, kind: Kind, promotion_id: UUID, title: str
    ) -> int:
        """Take `amount` off lines in proportion to what is left of them, by largest remainder.

        A unit of each shop's dearest line stays: an order is never quite free. Returns what was
        taken.
        """
        weights = {i: self.left[i] for i in where}
        for shop_id in {self.lines[i].shop_id for i in where}:
            dearest = max(
                (i for i in where if self.lines[i].shop_id == shop_id), key=self.left.__getitem__
            )
            weights[dearest] = max(0, weights[dearest] - 1)
        amount = min(amount, sum(weights.values()))
        if amount <= 0:
            return 0
        for i, part in zip(weights, allocate(amount, list(weights.values())), strict=True):
            self.take(i, part, kind, promotion_id, title)
        return amount
