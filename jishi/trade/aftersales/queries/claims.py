"""What may be asked for about an order now, and what may be given back in a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales import policies
from jishi.trade.aftersales.errors import (
    ClaimTooLate,
    NothingToClaim,
    QuantityNotFree,
    TooManyApplications,
)
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.rules import REASONS, ReasonRule, is_good_buyer, price_drop
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    AfterSaleView,
    ClaimLine,
    ClaimView,
    Reason,
)
from jishi.trade.catalog.queries import get_skus
from jishi.trade.orders.queries import count_orders_of, get_order, load_order
from jishi.trade.orders.types import BuyerWord, FulfilmentStatus, OrderLineView, OrderView
from jishi.trade.settlement.policies import RETURN_WINDOW_DAYS
from jishi.trade.settlement.queries import refundable
from jishi.trade.settlement.types import Refundable

_NOT_YET = (FulfilmentStatus.TO_SHIP, FulfilmentStatus.CANCELLED)
_DONE_WELL = (AfterSaleStatus.REFUNDED, AfterSaleStatus.EXCHANGED)


def get_claim(viewer: Actor, order_id: UUID) -> ClaimView:
    """What its buyer may ask for about an order now; raises NotFound for anybody else."""
    order = get_order(viewer, order_id)
    if viewer.is_operator or viewer.person_id != order.buyer_id:
        raise NotFound()
    return compute_claim(order)


def may_apply(order: OrderView, cases: Sequence[AfterSaleView]) -> bool:
    """Whether its buyer may still ask for something about a loaded order, by time and pieces."""
    if order.fulfilment_status in _NOT_YET or not _in_time(order, policies.APPLY_DAYS.get()):
        return False
    taken: dict[UUID, int] = {}
    for case in cases:
        is_back = case.status is AfterSaleStatus.REFUNDED and case.kind.has_return
        if case.is_open or is_back:
            taken[case.line_id] = taken.get(case.line_id, 0) + case.quantity
    return any(
        line.quantity > taken.get(line.id, 0) and line.refunded_minor < line.payable_minor
        for line in order.lines
    )


def compute_claim(order: OrderView) -> ClaimView:
    """The same for this room's actions, which hold the order's file."""
    if order.fulfilment_status in _NOT_YET or order.paid_at is None:
        lines = tuple(_nothing(line) for line in order.lines)
        return ClaimView(order.id, order.currency, 0, lines)
    left = refundable(order.id)
    cases = list(AfterSale.objects.filter(order_id=order.id))
    prices = _prices_now(order)
    lines = tuple(_line(order, line, left, cases, prices) for line in order.lines)
    freight = left.freight_left_minor - sum(c.freight_minor for c in cases if not c.ended_at)
    return ClaimView(order.id, order.currency, max(0, freight), lines)


def _prices_now(order: OrderView) -> dict[UUID, int]:
    paid, days = order.paid_at, policies.PRICE_DAYS.get()
    if paid is None or clock.now() > paid + timedelta(days=days) or not days:
        return {}
    offers = get_skus(line.sku_id for line in order.lines)
    return {sku_id: o.sku.price_minor for sku_id, o in offers.items() if o.is_buyable}


def _nothing(line: OrderLineView) -> ClaimLine:
    limit = policies.MAX_APPLICATIONS.get()
    return ClaimLine(
        line.id, line.quantity, 0, line.payable_minor, 0, limit, 0, (), NothingToClaim.code
    )


def _line(
    order: OrderView,
    line: OrderLineView,
    money: Refundable,
    cases: Sequence[AfterSale],
    prices: dict[UUID, int],
) -> ClaimLine:
    mine = [c for c in cases if c.line_id == line.id]
    running = [c for c in mine if c.ended_at is None]
    back = [c for c in mine if c.status == AfterSaleStatus.REFUNDED and _has_return(c)]
    free = line.quantity - sum(c.quantity for c in (*running, *back))
    known = money.line(line.id)
    left = max(0, (known.left_minor if known else 0) - sum(c.amount_minor for c in running))
    attempts = max(0, policies.MAX_APPLICATIONS.get() - len(mine))
    drop = price_drop(left, prices[line.sku_id], free) if line.sku_id in prices else 0
    if free <= 0 or left <= 0:
        problem = QuantityNotFree.code
    elif not attempts:
        problem = TooManyApplications.code
    else:
        problem = "" if _in_time(order, policies.APPLY_DAYS.get()) else ClaimTooLate.code
    return ClaimLine(
        line_id=line.id,
        quantity=line.quantity,
        free_quantity=max(0, free),
        payable_minor=line.payable_minor,
        left_minor=left,
        attempts_left=attempts,
        price_drop_minor=drop,
        reasons=() if problem else _reasons(order, line, drop),
        problem=problem,
    )


def _has_return(case: AfterSale) -> bool:
    return AfterSaleKind(case.kind).has_return


def _in_time(order: OrderView, days: int) -> bool:
    return order.received_at is None or clock.now() <= order.received_at + timedelta(days=days)


def _reasons(
    order: OrderView, line: OrderLineView, drop: int
) -> tuple[tuple[Reason, tuple[AfterSaleKind, ...]], ...]:
    return tuple(
        (reason, rule.kinds) for reason, rule in REASONS.items() if _fits(order, line, rule, drop)
    )


def _fits(order: OrderView, line: OrderLineView, rule: ReasonRule, drop: int) -> bool:
    if rule.kinds == (AfterSaleKind.PRICE_PROTECTION,):
        return drop > 0
    if rule.needs_promise and rule.needs_promise not in line.promises:
        return False
    return not rule.is_return_window or _in_time(order, RETURN_WINDOW_DAYS.get())


def most_of_case(case: AfterSale) -> tuple[int, int]:
    """The most of money and of freight that may be given back in a case: what other cases do not
    ask for, and of the money no more than its pieces have cost.
    """
    order, money = load_order(case.order_id), refundable(case.order_id)
    line = next(line for line in order.lines if line.id == case.line_id)
    others = AfterSale.objects.filter(order_id=case.order_id, ended_at=None).exclude(id=case.id)
    asked, freight = 0, money.freight_left_minor
    for other in others:
        asked += other.amount_minor if other.line_id == case.line_id else 0
        freight -= other.freight_minor
    known = money.line(case.line_id)
    left = (known.left_minor if known else 0) - asked
    share = -(-line.payable_minor * case.quantity // line.quantity)
    return max(0, min(left, share)), max(0, freight)


def earns_fast_refund(case: AfterSale) -> bool:
    """Whether the published rule gives this buyer the money of this case at once."""
    limit = policies.FAST_LIMIT_MINOR.get()
    if not limit or case.amount_minor + case.freight_minor > limit:
        return False
    received = count_orders_of(case.buyer_id)[BuyerWord.RECEIVED]
    claimed = AfterSale.objects.filter(buyer_id=case.buyer_id, status__in=_DONE_WELL).count()
    return is_good_buyer(
        received,
        claimed,
        min_orders=policies.FAST_MIN_ORDERS.get(),
        max_rate_ppm=policies.FAST_MAX_RATE_PPM.get(),
    )
