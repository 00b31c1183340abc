"""Settlements by order and by shop, and a shop's balance."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor, Lifecycle, Page
from jishi.foundation.ledger.queries import get_balance, get_balances
from jishi.trade.settlement.models import CommissionLine, Settlement, SettlementLine
from jishi.trade.settlement.policies import FEE_PPM
from jishi.trade.settlement.rules import LIFECYCLES, divide, shop_account
from jishi.trade.settlement.types import (
    Division,
    LineView,
    SettlementStatus,
    SettlementView,
    ShareRole,
    ShareStatus,
    ShareView,
    ShopBalance,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def view_share(row: CommissionLine) -> ShareView:
    """The row as it may leave this room."""
    return ShareView(
        row.id,
        row.line_id,
        row.payee,
        ShareRole(row.role),
        row.rate_ppm,
        row.base_minor,
        row.amount_minor,
        ShareStatus(row.status),
        row.promised_minor,
        row.parent_id,
    )


def view_line(row: SettlementLine) -> LineView:
    """The row as it may leave this room."""
    return LineView(
        row.line_id,
        row.category,
        row.quantity,
        row.refunded_quantity,
        row.gross_minor,
        row.gross_minor - row.platform_minor,
        row.platform_minor,
        row.refunded_minor,
        row.refunded_platform_minor,
        row.fee_rate_ppm,
        row.fee_minor,
        row.shop_minor,
    )


def view_settlement(row: Settlement) -> SettlementView:
    """The row with its lines, shares and blocks, three statements unless they were fetched."""
    is_over = row.status == SettlementStatus.CANCELLED
    blocks = sorted(row.blocks.all(), key=lambda b: (b.placed_at, b.id))
    return SettlementView(
        order_id=row.order_id,
        shop_id=row.shop_id,
        buyer_id=row.buyer_id,
        status=SettlementStatus(row.status),
        currency=row.currency,
        gross_minor=row.gross_minor,
        refunded_minor=row.gross_minor if is_over else row.refunded_minor,
        fee_rate_ppm=row.fee_rate_ppm,
        fee_minor=row.fee_minor,
        shop_minor=row.shop_minor,
        opened_at=row.opened_at,
        release_at=row.release_at,
        settled_at=row.settled_at,
        shares=tuple(
            view_share(s) for s in sorted(row.shares.all(), key=lambda s: (s.added_at, s.id))
        ),
        platform_minor=row.platform_minor,
        freight_minor=row.freight_minor,
        refunded_platform_minor=row.refunded_platform_minor,
        refunded_freight_minor=row.refunded_freight_minor,
        blocked_by=tuple(b.business_ref for b in blocks if b.lifted_at is None),
        lines=tuple(view_line(n) for n in sorted(row.lines.all(), key=lambda n: n.position)),
    )


_WITH = ("lines", "shares", "blocks")


def find_settlement(order_id: UUID) -> SettlementView | None:
    """The settlement of an order, once it is paid; whoever asks checks who may see it."""
    return list_settlements_of([order_id]).get(order_id)


def get_settlement(order_id: UUID) -> SettlementView:
    """As `find_settlement`; raises NotFound."""
    found = find_settlement(order_id)
    if found is None:
        raise NotFound()
    return found


def list_settlements_of(order_ids: Iterable[UUID]) -> dict[UUID, SettlementView]:
    """Settlements of those orders that have one, in four statements."""
    rows = Settlement.objects.filter(order_id__in=list(order_ids)).prefetch_related(*_WITH)
    return {row.order_id: view_settlement(row) for row in rows}


def list_settlements(
    actor: Actor,
    shop_id: UUID,
    *,
    status: SettlementStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[SettlementView]:
    """A shop's settlements newest first, for its people; raises NotAllowed. Five statements."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    rows = Settlement.objects.filter(shop_id=shop_id).order_by("-opened_at", "-order_id")
    if status:
        rows = rows.filter(status=status.value)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(opened_at, order_id) < (%s, %s)"], params=[at, key])
    views = [view_settlement(row) for row in rows.prefetch_related(*_WITH)[: limit + 1]]
    return make_page(views, limit, lambda v: (v.opened_at, v.order_id))


def get_shop_balance(actor: Actor, shop_id: UUID) -> ShopBalance:
    """What a shop has and will have, for its people; raises NotAllowed. Three statements."""
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.SEE_MONEY)
    currency = settings.currency
    names = [shop_account(shop_id, part) for part in ("available", "reserve", "deposit")]
    available, reserve, deposit = get_balances(names, currency).values()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(base_minor), 0)::bigint, coalesce(sum(shop_minor), 0)::bigint"
            " FROM settlement_settlement WHERE shop_id = %s AND status = 'held' AND currency = %s",
            [shop_id, currency],
        )
        escrow, pending = cursor.fetchone()
    return ShopBalance(
        currency,
        available.available_minor,
        escrow,
        pending,
        reserve.available_minor,
        deposit.available_minor,
    )


def preview_settlement(gross_minor: int) -> Division:
    """How an order of this size would be divided at the fee in force now, without shares."""
    return divide(gross_minor, FEE_PPM.get())


def list_due_settlements(limit: int) -> list[UUID]:
    """Orders whose return window is over and that nothing blocks, oldest first."""
    rows = Settlement.objects.filter(
        status=SettlementStatus.HELD.value, block_count=0, release_at__lte=clock.now()
    )
    return list(rows.order_by("release_at").values_list("order_id", flat=True)[:limit])


def sum_fees(currency: str = "CNY") -> int:
    """What the platform has earned in fees so far, in minor units."""
    return get_balance("platform:fees", currency).posted_minor


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The state machine of this room, as data."""
    return LIFECYCLES
