"""The money page of an order, with names and words instead of accounts and codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jishi.trade.orders.types import OrderView
from jishi.trade.settlement.types import MoneyPage, MoneyPart, PartRole

_ROLES = {
    PartRole.SHOP: _("Shop"),
    PartRole.PLATFORM: _("Market's fee"),
    PartRole.BUYER: _("Back to the buyer"),
    PartRole.SUBSIDY: _("Back to the market"),
}
_KINDS = {
    "payment": _("Paid by the buyer"),
    "settlement": _("Paid out"),
    "refund": _("Given back to the buyer"),
    "refund_sent": _("Given back to the buyer"),
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one payee gets, in words."""

    name: str
    gross_minor: int
    deductions: tuple[tuple[str, int], ...]
    net_minor: int
    release_at: datetime | None
    is_person: bool  # somebody who can draw it, not the market itself


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A movement of the order's money, in words."""

    at: datetime
    words: str
    amount_minor: int


def list_parts(order: OrderView, page: MoneyPage) -> tuple[PartLine, ...]:
    """Every payee with what is taken off on the way."""
    return tuple(
        PartLine(
            name=_name(order, part),
            gross_minor=part.gross_minor,
            deductions=tuple((_role(role), minor) for role, minor in part.deductions),
            net_minor=part.net_minor,
            release_at=part.release_at,
            is_person=part.role != PartRole.PLATFORM,
        )
        for part in page.parts
    )


def list_funding(order: OrderView) -> list[tuple[str, str, int]]:
    """How goods became what was paid, where something was taken off: words, who pays, amount."""
    parts = [part for line in order.lines for part in line.adjustments]
    if not parts:
        return []
    lines = [(gettext("Goods"), "", order.total_minor)]
    if order.freight_minor:
        lines.append((gettext("Shipping"), "", order.freight_minor))
    lines += [(part.title, gettext(part.funder.label), -part.amount_minor) for part in parts]
    lines.append((gettext("Paid by the buyer"), "", order.payable_minor))
    if order.platform_discount_minor:
        lines.append((gettext("Paid by the market"), "", order.platform_discount_minor))
    return lines


def list_booked(page: MoneyPage) -> tuple[BookedLine, ...]:
    """The ledger's lines, in words where there are some."""
    return tuple(
        BookedLine(
            line.at,
            gettext(_KINDS[line.kind]) if line.kind in _KINDS else line.kind,
            line.amount_minor,
        )
        for line in page.lines
    )


def _role(role: str) -> str:
    return gettext(_ROLES[PartRole(role)]) if role in list(PartRole) else role


def _name(order: OrderView, part: MoneyPart) -> str:
    return order.shop_name if part.role == PartRole.SHOP else _role(part.role)
