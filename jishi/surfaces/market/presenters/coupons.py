"""Coupons in words: how much, from what sum on, for what goods, until when, who pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import format_number, symbol
from jishi.foundation.kernel.settings import settings
from jishi.surfaces.market.figures import is_chinese, write_when
from jishi.surfaces.market.presenters.aisles import list_aisles
from jishi.trade.promotions.types import (
    ClaimView,
    CouponKind,
    CouponScope,
    CouponView,
    Funder,
)


@dataclass(frozen=True, slots=True)
class CouponCard:
    """A coupon as a card; `state` is take, more (has one, may have another), taken, gone, later."""

    id: UUID
    title: str
    figure: str
    sign: str
    condition: str
    scope: str
    funder: str
    is_market: bool
    shop_id: UUID | None
    until: str
    state: str
    note: str = ""


def write_amount(minor: int) -> str:
    """An amount of the market's currency without trailing zeros."""
    return symbol(settings.currency) + format_number(minor, settings.currency, trim=True)


def _figure(coupon: CouponView) -> tuple[str, str]:
    if coupon.kind is CouponKind.PERCENT:
        if is_chinese():
            tenths = (1_000_000 - coupon.rate_ppm) / 100_000
            return f"{tenths:g}", "折"
        return f"{coupon.rate_ppm / 10_000:g}", "%"
    return format_number(coupon.amount_minor, settings.currency, trim=True), ""


def _condition(coupon: CouponView) -> str:
    threshold, cap = write_amount(coupon.threshold_minor), write_amount(coupon.most_minor)
    if coupon.kind is CouponKind.CONDITIONAL:
        return gettext("from %(sum)s on") % {"sum": threshold}
    if coupon.kind is CouponKind.SPEND_MINUS:
        return gettext("for every %(sum)s, at most %(cap)s") % {"sum": threshold, "cap": cap}
    if coupon.kind is CouponKind.PERCENT and coupon.threshold_minor:
        return gettext("from %(sum)s on, at most %(cap)s") % {"sum": threshold, "cap": cap}
    if coupon.kind is CouponKind.PERCENT:
        return gettext("at most %(cap)s") % {"cap": cap}
    return gettext("no minimum")


def _scope(coupon: CouponView, aisles: Mapping[str, str]) -> str:
    if coupon.scope is CouponScope.CATEGORY:
        return " · ".join(aisles.get(slug, slug) for slug in coupon.categories)
    whose = coupon.shop_name or gettext("all shops")
    if coupon.scope is CouponScope.PRODUCTS:
        return gettext("some goods of %(shop)s") % {"shop": whose}
    return whose


def _state(coupon: CouponView) -> str:
    if coupon.may_take:
        return "more" if coupon.own_count else "take"
    return "taken" if coupon.own_count else "gone"


def list_coupon_cards(coupons: Iterable[CouponView]) -> list[CouponCard]:
    """Coupons that can be taken, for whoever looks."""
    aisles = {a.slug: a.name for a in list_aisles()}
    return [_card(coupon, aisles, _state(coupon), coupon.use_until) for coupon in coupons]


def list_claim_cards(claims: Iterable[ClaimView]) -> list[CouponCard]:
    """The coupons in somebody's hand."""
    aisles, now = {a.slug: a.name for a in list_aisles()}, clock.now()
    cards = []
    for claim in claims:
        state = "later" if claim.coupon.use_from > now else "held"
        note = gettext(claim.status.label)
        cards.append(_card(claim.coupon, aisles, state, claim.use_until, note))
    return cards


def _card(
    coupon: CouponView, aisles: Mapping[str, str], state: str, until: datetime, note: str = ""
) -> CouponCard:
    figure, sign = _figure(coupon)
    return CouponCard(
        id=coupon.id,
        title=coupon.title,
        figure=figure,
        sign=sign,
        condition=_condition(coupon),
        scope=_scope(coupon, aisles),
        funder=gettext(coupon.funder.label),
        is_market=coupon.funder is Funder.PLATFORM,
        shop_id=coupon.shop_id,
        until=write_when(until),
        state=state,
        note=note,
    )


def short_words(coupon: CouponView) -> str:
    """The whole coupon in a chip: `¥10 from ¥40`, `满40减10`."""
    if coupon.kind is CouponKind.PERCENT:
        figure, sign = _figure(coupon)
        return figure + sign if is_chinese() else gettext("%(n)s%% off") % {"n": figure}
    amount, threshold = write_amount(coupon.amount_minor), write_amount(coupon.threshold_minor)
    if coupon.kind is CouponKind.FLAT:
        return gettext("%(amount)s off") % {"amount": amount}
    if coupon.kind is CouponKind.SPEND_MINUS:
        return gettext("%(amount)s off every %(sum)s") % {"amount": amount, "sum": threshold}
    return gettext("%(amount)s off from %(sum)s") % {"amount": amount, "sum": threshold}
