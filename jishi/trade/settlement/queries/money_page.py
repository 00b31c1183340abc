"""The money page: for everyone concerned, every part of an order's money and its way."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.queries import get_balance, list_account_entries
from jishi.foundation.ledger.types import EntryView
from jishi.trade.orders.queries import get_order, load_order
from jishi.trade.orders.types import SUBSIDY, FulfilmentStatus, OrderView
from jishi.trade.settlement.policies import FEE_PPM
from jishi.trade.settlement.queries.settlements import find_settlement
from jishi.trade.settlement.rules import divide, order_escrow, shop_account
from jishi.trade.settlement.types import (
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
    status = _status(order, settlement)
    sums = _sums(order, settlement, status)
    return MoneyPage(
        order_id=order_id,
        order_number=order.number,
        currency=order.currency,
        status=status,
        gross_minor=order.escrow_minor,
        refunded_minor=order.escrow_minor - sums.base,
        escrow_minor=get_balance(order_escrow(order_id), order.currency).posted_minor,
        release_at=settlement.release_at if settlement else None,
        settled_at=settlement.settled_at if settlement else None,
        parts=_parts(order, settlement, sums, status),
        lines=_lines(order, list_account_entries([order_escrow(order_id)])),
    )


class _Sums(NamedTuple):
    """An order's money as it is now, in minor units."""

    base: int
    fee: int
    shop: int
    to_buyer: int
    to_platform: int


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


def _sums(order: OrderView, settlement: SettlementView | None, status: SettlementStatus) -> _Sums:
    if status is SettlementStatus.CANCELLED:
        return _Sums(0, 0, 0, order.payable_minor, order.platform_discount_minor)
    if settlement is None:  # its news is on the way
        gross = order.escrow_minor
        fee = divide(gross - order.freight_minor, FEE_PPM.get()).fee_minor
        return _Sums(gross, fee, gross - fee, 0, 0)
    back = settlement.refunded_platform_minor
    return _Sums(
        settlement.base_minor,
        settlement.fee_minor,
        settlement.shop_minor,
        settlement.refunded_minor - back,
        back,
    )


def _parts(
    order: OrderView,
    settlement: SettlementView | None,
    sums: _Sums,
    status: SettlementStatus,
) -> tuple[MoneyPart, ...]:
    release_at = settlement.release_at if settlement else None
    others = [("platform:fees", PartRole.PLATFORM.value, sums.fee)]
    if settlement is not None and sums.base:
        others += [(s.payee, s.role.value, s.amount_minor) for s in settlement.shares]
    others = [other for other in others if other[2]]
    found: list[MoneyPart] = []
    if sums.base:
        account, less = shop_account(order.shop_id), tuple((o[1], o[2]) for o in others)
        role, base, net = PartRole.SHOP.value, sums.base, sums.shop
        found.append(MoneyPart(account, role, base, less, net, release_at, status))
    found += [MoneyPart(*other, (), other[2], release_at, status) for other in others]
    for payee, role, amount in (
        (f"person:{order.buyer_id}", PartRole.BUYER.value, sums.to_buyer),
        (SUBSIDY, PartRole.SUBSIDY.value, sums.to_platform),
    ):
        if amount:
            back = SettlementStatus.CANCELLED
            found.append(MoneyPart(payee, role, amount, (), amount, None, back))
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
