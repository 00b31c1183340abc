"""The money page: for everyone concerned, every part of an order's money and its way."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import allocate
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.queries import get_balance, list_account_entries
from jishi.foundation.ledger.types import EntryView
from jishi.trade.orders.queries import get_order, load_order
from jishi.trade.orders.types import SUBSIDY, FulfilmentStatus, OrderView
from jishi.trade.settlement.policies import FEE_PPM
from jishi.trade.settlement.queries.settlements import find_settlement
from jishi.trade.settlement.rules import divide, order_escrow, shop_account
from jishi.trade.settlement.types import (
    Division,
    MoneyLine,
    MoneyPage,
    MoneyPart,
    PartRole,
    SettlementStatus,
    SettlementView,
)


def get_money_page(viewer: Actor, order_id: UUID) -> MoneyPage:
    """Who gets what of a paid order, and when: for its buyer, its shop's people, its payees and
    the operator. Expected amounts while it is held, booked ones after.

    Raises NotFound for anybody else, and for an order that was never paid.
    """
    settlement = find_settlement(order_id)
    order = _visible_order(viewer, order_id, settlement)
    if order.paid_at is None:
        raise NotFound()
    escrow = get_balance(order_escrow(order_id), order.currency).posted_minor
    status = _status(order, settlement)
    base = escrow
    if settlement is not None and status is SettlementStatus.SETTLED:
        base = settlement.gross_minor - settlement.refunded_minor
    parts = _divide(base, settlement)
    return MoneyPage(
        order_id=order_id,
        order_number=order.number,
        currency=order.currency,
        status=status,
        gross_minor=order.escrow_minor,
        refunded_minor=order.escrow_minor - base,
        escrow_minor=escrow,
        release_at=settlement.release_at if settlement else None,
        settled_at=settlement.settled_at if settlement else None,
        parts=_parts(order, settlement, parts, status),
        lines=_lines(order, list_account_entries([order_escrow(order_id)])),
    )


def _visible_order(viewer: Actor, order_id: UUID, settlement: SettlementView | None) -> OrderView:
    mine = f"person:{viewer.person_id}:"
    if settlement is not None and any(s.payee.startswith(mine) for s in settlement.shares):
        return load_order(order_id)
    return get_order(viewer, order_id)


def _status(order: OrderView, settlement: SettlementView | None) -> SettlementStatus:
    # News of an order reaches settlement a moment later: the order itself knows best.
    if order.fulfilment_status is FulfilmentStatus.CANCELLED:
        return SettlementStatus.CANCELLED
    return settlement.status if settlement else SettlementStatus.HELD


def _divide(base: int, settlement: SettlementView | None) -> Division:
    if settlement is None:
        return divide(base, FEE_PPM.get())
    if settlement.status is SettlementStatus.SETTLED:
        shares = tuple(s.amount_minor for s in settlement.shares)
        return Division(base, settlement.fee_minor, shares, settlement.shop_minor)
    return divide(base, settlement.fee_rate_ppm, [s.rate_ppm for s in settlement.shares])


def _parts(
    order: OrderView,
    settlement: SettlementView | None,
    division: Division,
    status: SettlementStatus,
) -> tuple[MoneyPart, ...]:
    release_at = settlement.release_at if settlement else None
    shares = settlement.shares if settlement else ()
    others = [("platform:fees", PartRole.PLATFORM.value, division.fee_minor)]
    others += [
        (share.payee, share.role, amount)
        for share, amount in zip(shares, division.share_minor, strict=True)
    ]
    others = [other for other in others if other[2]]
    found: list[MoneyPart] = []
    if division.base_minor:
        account, less = shop_account(order.shop_id), tuple((o[1], o[2]) for o in others)
        base, net = division.base_minor, division.shop_minor
        found.append(MoneyPart(account, PartRole.SHOP, base, less, net, release_at, status))
    found += [MoneyPart(*other, (), other[2], release_at, status) for other in others]
    refunded = order.escrow_minor - division.base_minor
    if refunded:
        weights = [order.payable_minor, order.platform_discount_minor]
        returned = SettlementStatus.CANCELLED
        account = f"person:{order.buyer_id}"
        for payee, role, amount in zip(
            (account, SUBSIDY),
            (PartRole.BUYER, PartRole.SUBSIDY),
            allocate(refunded, weights),
            strict=True,
        ):
            if amount:
                found.append(MoneyPart(payee, role, amount, (), amount, None, returned))
    return tuple(found)


def _lines(order: OrderView, entries: tuple[EntryView, ...]) -> tuple[MoneyLine, ...]:
    """Movements in and out of the escrow; of a payment only this order's part of it."""
    escrow = order_escrow(order.id)
    return tuple(
        MoneyLine(entry.at, entry.kind, line.account, line.amount_minor, entry.business_ref)
        for entry in entries
        for line in entry.postings
        if not line.is_pending and (entry.kind != "payment" or line.account == escrow)
    )
