"""What lines cost a buyer, with everything that stands open to them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from uuid import UUID

from jishi.trade.promotions.rules.stacking import HeldCoupon, Offers, Remainder
from jishi.trade.promotions.types import (
    BundleKind,
    BundleView,
    CouponOption,
    Kind,
    Quote,
    QuotedLine,
    QuoteLine,
    WhyNot,
)

MAX_COUPONS_CONSIDERED = 40
MAX_COMBINATIONS = 256


def price(
    lines: Sequence[QuoteLine], offers: Offers, chosen: Iterable[UUID] | None = None
) -> Quote:
    """What the lines cost with everything that stands open to them.

    `chosen` are the claims of the coupons to use; None takes those that save most together. A
    chosen one that takes nothing off is passed over. Parts always sum to the whole, no line
    falls below zero and no shop's lines below one unit.
    """
    ledger = Remainder(lines)
    _price_units(ledger, offers)
    for bundle in offers.bundles:
        _bundle(ledger, bundle)
    coupons = offers.coupons[:MAX_COUPONS_CONSIDERED]
    if chosen is None:
        used = _best(ledger, coupons)
    else:
        wanted = set(chosen)
        used = _one_each([c for c in coupons if c.claim_id in wanted])
    done = ledger.copy()
    saved = {c.claim_id: _apply(done, c) for c in used}
    return Quote(
        lines=tuple(
            QuotedLine(line, tuple(taken)) for line, taken in zip(lines, done.taken, strict=True)
        ),
        coupons=tuple(_option(ledger, c, used, saved) for c in coupons),
    )


def _price_units(ledger: Remainder, offers: Offers) -> None:
    for i, line in enumerate(ledger.lines):
        fits = [o for o in offers.units.get(line.sku_id, ()) if o.left >= line.quantity]
        # A group's price was asked for; of the others the lowest counts.
        best = min(fits, key=lambda o: (o.kind is not Kind.GROUP, o.price_minor), default=None)
        if best is not None and 0 < best.price_minor < line.price_minor:
            off = (line.price_minor - best.price_minor) * line.quantity
            ledger.take(i, off, best.kind, best.promotion_id, best.title)


def _bundle(ledger: Remainder, bundle: BundleView) -> None:
    wanted = set(bundle.product_ids)
    where = [
        i
        for i in ledger.open_to(Kind.BUNDLE)
        if ledger.lines[i].product_id in wanted
        and not any(a.kind == Kind.BUNDLE for a in ledger.taken[i])
    ]
    units = [(i, ledger.left[i] // ledger.lines[i].quantity) for i in where]
    if bundle.kind is BundleKind.ANY_N:
        chosen = _any_n(ledger, units, bundle.count)
    else:
        chosen = _together(ledger, units, wanted)
    if not chosen:
        return
    times, parts = chosen
    worth = sum(part for _, part in parts)
    off = worth - bundle.price_minor * times
    if off > 0:
        where = [i for i, part in parts if part > 0]
        ledger.share(where, off, Kind.BUNDLE, bundle.id, bundle.title)


_Parts = tuple[int, list[tuple[int, int]]]  # how many bundles, worth of each line in them


def _any_n(ledger: Remainder, units: list[tuple[int, int]], count: int) -> _Parts | None:
    total = sum(ledger.lines[i].quantity for i, _ in units)
    times = total // count if count > 0 else 0
    if not times:
        return None
    left, parts = times * count, []
    for i, unit in sorted(units, key=lambda u: -u[1]):  # the dearest units make the bundle
        n = min(left, ledger.lines[i].quantity)
        left -= n
        parts.append((i, n * unit))
    return times, parts


def _together(ledger: Remainder, units: list[tuple[int, int]], wanted: set[UUID]) -> _Parts | None:
    by_product: dict[UUID, list[tuple[int, int]]] = {}
    for i, unit in units:
        by_product.setdefault(ledger.lines[i].product_id, []).append((i, unit))
    if set(by_product) != wanted:
        return None
    times = min(sum(ledger.lines[i].quantity for i, _ in rows) for rows in by_product.values())
    parts = []
    for rows in by_product.values():
        left = times
        for i, unit in sorted(rows, key=lambda u: -u[1]):
            n = min(left, ledger.lines[i].quantity)
            left -= n
            parts.append((i, n * unit))
    return times, parts


def _scope(ledger: Remainder, coupon: HeldCoupon) -> list[int]:
    return [i for i in ledger.open_to(coupon.stacks_as) if coupon.covers(ledger.lines[i])]


def _apply(ledger: Remainder, coupon: HeldCoupon) -> int:
    where = _scope(ledger, coupon)
    amount = coupon.takes_off(sum(ledger.left[i] for i in where))
    kind = coupon.stacks_as
    return ledger.share(where, amount, kind, coupon.coupon_id, coupon.title) if amount else 0


def _one_each(coupons: Sequence[HeldCoupon]) -> list[HeldCoupon]:
    """At most one a shop and one of the market's, shops' first."""
    first: dict[UUID | None, HeldCoupon] = {}
    for coupon in coupons:
        first.setdefault(coupon.shop_id, coupon)
    return sorted(first.values(), key=lambda c: (c.shop_id is None, str(c.shop_id)))


def _best(ledger: Remainder, coupons: Sequence[HeldCoupon]) -> list[HeldCoupon]:
    """The coupons that together take off most; of equals those that come first."""
    by_owner: dict[UUID | None, list[HeldCoupon]] = {}
    for coupon in coupons:
        if _apply(ledger.copy(), coupon):
            by_owner.setdefault(coupon.shop_id, []).append(coupon)
    size = 1
    for owner, found in by_owner.items():  # the strongest few of each, so that trying stays cheap
        found.sort(key=lambda c: -_apply(ledger.copy(), c))
        keep = max(1, min(len(found), MAX_COMBINATIONS // size // 2))
        by_owner[owner] = found[:keep]
        size *= keep + 1
    best: tuple[int, list[HeldCoupon]] = (0, [])
    for combination in product(*([*found, None] for found in by_owner.values())):
        used = _one_each([c for c in combination if c is not None])
        trial = ledger.copy()
        saved = sum(_apply(trial, c) for c in used)
        if saved > best[0]:
            best = saved, used
    return best[1]


def _option(
    ledger: Remainder, coupon: HeldCoupon, used: Sequence[HeldCoupon], saved: Mapping[UUID, int]
) -> CouponOption:
    amount, why, missing = saved.get(coupon.claim_id, 0), None, 0
    trial = ledger.copy()
    if not amount:
        if coupon.shop_id is None:  # a coupon of the market comes after those of the shops
            for other in used:
                if other.shop_id is not None:
                    _apply(trial, other)
        amount = _apply(trial.copy(), coupon)
    if not amount:
        covered = [i for i, line in enumerate(ledger.lines) if coupon.covers(line)]
        where = _scope(trial, coupon)
        missing = max(0, coupon.threshold_minor - sum(trial.left[i] for i in where))
        why = WhyNot.BELOW_THRESHOLD if where else WhyNot.NOT_COMBINABLE
        if not covered:
            why, missing = WhyNot.OUT_OF_SCOPE, 0
    return CouponOption(
        claim_id=coupon.claim_id,
        coupon_id=coupon.coupon_id,
        title=coupon.title,
        shop_id=coupon.shop_id,
        discount_minor=amount,
        is_used=coupon.claim_id in saved and saved[coupon.claim_id] > 0,
        why_not=why,
        missing_minor=missing,
    )
