"""Statements of a shop's money, put together from the ledger's own lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.queries import list_lines_between, sum_before
from jishi.foundation.ledger.types import PostingLine
from jishi.trade.orders.queries.sales import list_order_numbers
from jishi.trade.settlement.models import Settlement
from jishi.trade.settlement.queries.terms import find_tax_data
from jishi.trade.settlement.rules import shop_account, tax_in_fee
from jishi.trade.settlement.types import (
    AccountSum,
    SettlementStatus,
    Statement,
    StatementLine,
    StatementOrder,
    StatementPeriod,
)
from jishi.trade.shops.queries import get_shop_card, require_shop_right
from jishi.trade.shops.types import Right

ACCOUNTS = ("available", "reserve", "deposit")
_ORDER = re.compile(r"(?:settlement|reserve|order):([0-9a-f-]{36})")


def get_statement(actor: Actor, shop_id: UUID, period: StatementPeriod, day: date) -> Statement:
    """The day, or the month that the day is in, by the market's calendar; for the shop's people.

    Every line is a posting of the ledger and every sum follows from them, so that opening, lines
    and closing tie to the fen. Raises NotAllowed.
    """
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    first = day if period is StatementPeriod.DAY else day.replace(day=1)
    since, until = _bounds(period, first)
    currency = settings.currency
    names = {shop_account(shop_id, part): part for part in ACCOUNTS}
    opening = sum_before(list(names), currency, since)
    postings = list_lines_between(list(names), currency, since, until)
    orders = _settled(shop_id, since, until)
    known = {UUID(m[1]) for p in postings if (m := _ORDER.match(p.business_ref))}
    numbers = list_order_numbers([*known, *(row.order_id for row in orders)])
    return Statement(
        shop_id=shop_id,
        shop_name=get_shop_card(shop_id).name,
        period=period,
        first_day=first,
        since=since,
        until=until,
        currency=currency,
        sums=tuple(_sum(part, opening[name], name, postings) for name, part in names.items()),
        lines=_lines(names, opening, postings, numbers),
        by_kind=_by_kind(postings),
        orders=tuple(_order(row, numbers.get(row.order_id, "")) for row in orders),
        tax_data=find_tax_data(actor, shop_id),
        is_final=until <= clock.now(),
    )


def list_statement_months(shop_id: UUID, opened_at: datetime | None, count: int = 12) -> list[date]:
    """The first days of the newest months that a shop may have money in, newest first."""
    today = timezone.localtime(clock.now()).date()
    oldest = timezone.localtime(opened_at).date().replace(day=1) if opened_at else today
    found: list[date] = []
    month = today.replace(day=1)
    while len(found) < count and month >= oldest.replace(day=1):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def _bounds(period: StatementPeriod, first: date) -> tuple[datetime, datetime]:
    if period is StatementPeriod.DAY:
        after = first + timedelta(days=1)
    else:
        after = (first + timedelta(days=32)).replace(day=1)
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(first, time.min, tzinfo=zone),
        datetime.combine(after, time.min, tzinfo=zone),
    )


def _settled(shop_id: UUID, since: datetime, until: datetime) -> list[Settlement]:
    rows = Settlement.objects.filter(
        shop_id=shop_id,
        status=SettlementStatus.SETTLED.value,
        settled_at__gte=since,
        settled_at__lt=until,
    )
    return list(rows.order_by("settled_at", "order_id"))


def _order(row: Settlement, number: str) -> StatementOrder:
    assert row.settled_at is not None
    return StatementOrder(
        order_id=row.order_id,
        order_number=number,
        settled_at=row.settled_at,
        gross_minor=row.gross_minor,
        refunded_minor=row.refunded_minor,
        fee_minor=row.fee_minor,
        fee_tax_minor=tax_in_fee(row.fee_minor, row.fee_tax_ppm),
        share_minor=row.base_minor - row.fee_minor - row.shop_minor,
        net_minor=row.shop_minor,
    )


def _sum(part: str, opening: int, name: str, postings: Sequence[PostingLine]) -> AccountSum:
    amounts = [p.amount_minor for p in postings if p.account == name]
    return AccountSum(
        part, opening, sum(a for a in amounts if a > 0), -sum(a for a in amounts if a < 0)
    )


def _lines(
    names: dict[str, str],
    opening: dict[str, int],
    postings: Sequence[PostingLine],
    numbers: dict[UUID, str],
) -> tuple[StatementLine, ...]:
    balances, found = dict(opening), []
    for posting in postings:
        balances[posting.account] += posting.amount_minor
        match = _ORDER.match(posting.business_ref)
        found.append(
            StatementLine(
                posting.at,
                posting.kind,
                names[posting.account],
                posting.amount_minor,
                balances[posting.account],
                numbers.get(UUID(match[1]), "") if match else "",
                posting.business_ref,
            )
        )
    return tuple(found)


def _by_kind(postings: Sequence[PostingLine]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = defaultdict(int)
    for posting in postings:
        sums[posting.kind] += posting.amount_minor
    return tuple(sorted(sums.items()))
