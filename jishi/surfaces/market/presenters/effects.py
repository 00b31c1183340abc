"""What a refund would do to everybody's money, in names and words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jishi.trade.settlement.types import PartEffect, PartRole, RefundSimulation, ShareRole

_ROLES = {PartRole.SHOP: _("Shop"), PartRole.PLATFORM: _("Market's fee")}
_PURSES = {
    "available": _("the shop's available money"),
    "reserve": _("the shop's reserve"),
    "deposit": _("the shop's deposit"),
    "receivable": _("the market, which then has a claim on the shop"),
    "fees": _("the market's fees"),
}


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One payee before and after."""

    name: str
    before_minor: int
    back_minor: int
    after_minor: int
    sources: str


@dataclass(frozen=True, slots=True)
class EffectPage:
    """A refund thought through; nothing of it done."""

    currency: str
    is_settled: bool
    buyer_minor: int
    platform_minor: int
    rows: tuple[EffectRow, ...]


def present_effect(effect: RefundSimulation, shop_name: str) -> EffectPage:
    """Every payee with what it has before and after, and where the money comes from."""
    return EffectPage(
        currency=effect.currency,
        is_settled=effect.is_settled,
        buyer_minor=effect.buyer_minor,
        platform_minor=effect.platform_minor,
        rows=tuple(_row(part, shop_name, is_settled=effect.is_settled) for part in effect.parts),
    )


def _row(part: PartEffect, shop_name: str, *, is_settled: bool) -> EffectRow:
    name = shop_name if part.role == PartRole.SHOP else _role(part.role)
    sources = [_purse(account) for account, minor in part.taken_from if minor and is_settled]
    return EffectRow(name, part.before_minor, part.back_minor, part.after_minor, ", ".join(sources))


def _role(role: str) -> str:
    if role in list(PartRole) and PartRole(role) in _ROLES:
        return gettext(_ROLES[PartRole(role)])
    return gettext(ShareRole(role).label) if role in list(ShareRole) else role


def _purse(account: str) -> str:
    words = _PURSES.get(account.rsplit(":", 1)[-1])
    return gettext(words) if words else gettext("the payee's account")
