"""What a refund takes from whom; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.trade.settlement.errors import NothingToRefund, RefundExceedsLine
from jishi.trade.settlement.rules.division import platform_back, shop_account, take_back
from jishi.trade.settlement.types import (
    LineView,
    PartEffect,
    PartRole,
    RefundItem,
    SettlementView,
    ShareView,
)

PLATFORM_FEES = "platform:fees"
PLATFORM_RECEIVABLE = "platform:receivable"


@dataclass(frozen=True, slots=True)
class LineCut:
    """What a refund gives back of one line, and whose part becomes smaller by how much."""

    line_id: UUID
    quantity: int
    buyer_minor: int
    platform_minor: int
    fee_minor: int
    shop_minor: int
    share_minor: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """A refund in full: to the buyer (freight included) and back to the platform."""

    cuts: tuple[LineCut, ...]
    buyer_minor: int
    platform_minor: int
    freight_minor: int

    @property
    def total_minor(self) -> int:
        """All that leaves the order."""
        return self.buyer_minor + self.platform_minor


def plan_refund(
    view: SettlementView, items: Sequence[RefundItem], freight_minor: int
) -> RefundPlan:
    """Cut every part of the lines in proportion; freight is the shop's alone.

    Raises InvalidInput, RefundExceedsLine, NothingToRefund.
    """
    if len({item.line_id for item in items}) != len(items):
        raise InvalidInput(field="items")
    left = view.freight_minor - view.refunded_freight_minor
    if type(freight_minor) is not int or freight_minor < 0:
        raise InvalidInput(field="freight_minor")
    if freight_minor > left:
        raise RefundExceedsLine()
    lines = {line.line_id: line for line in view.lines}
    cuts = []
    for item in sorted(items, key=lambda i: i.line_id):
        if item.line_id not in lines:
            raise InvalidInput(field="line_id")
        shares = [s for s in view.shares if s.line_id == item.line_id]
        cuts.append(_cut(lines[item.line_id], shares, item))
    buyer = sum(cut.buyer_minor for cut in cuts) + freight_minor
    platform = sum(cut.platform_minor for cut in cuts)
    if buyer + platform == 0:
        raise NothingToRefund()
    return RefundPlan(tuple(cuts), buyer, platform, freight_minor)


def _cut(line: LineView, shares: Sequence[ShareView], item: RefundItem) -> LineCut:
    if type(item.quantity) is not int or item.quantity < 0:
        raise InvalidInput(field="quantity")
    if type(item.amount_minor) is not int or item.amount_minor < 0:
        raise InvalidInput(field="amount_minor")
    too_many = item.quantity > line.quantity - line.refunded_quantity
    if too_many or item.amount_minor > line.left_minor:
        raise RefundExceedsLine()
    platform = platform_back(line, item.amount_minor, item.quantity)
    weights = [line.fee_minor, line.shop_minor, *(s.amount_minor for s in shares)]
    fee, shop, *others = take_back(item.amount_minor + platform, weights)
    return LineCut(
        line.line_id,
        item.quantity,
        item.amount_minor,
        platform,
        fee,
        shop,
        tuple((s.id, cut) for s, cut in zip(shares, others, strict=True)),
    )


def list_effects(view: SettlementView, plan: RefundPlan) -> tuple[PartEffect, ...]:
    """Per payee, before anybody's purse is looked into: shop first, then market, then shares."""
    shop, fees = shop_account(view.shop_id), PLATFORM_FEES
    shop_back = sum(cut.shop_minor for cut in plan.cuts) + plan.freight_minor
    fee_back = sum(cut.fee_minor for cut in plan.cuts)
    found = [PartEffect(shop, PartRole.SHOP.value, view.shop_minor, shop_back, ())]
    if view.fee_minor:
        found.append(PartEffect(fees, PartRole.PLATFORM.value, view.fee_minor, fee_back, ()))
    back: dict[UUID, int] = dict(pair for cut in plan.cuts for pair in cut.share_minor)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for share in view.shares:
        pair = sums[share.payee, share.role.value]
        pair[0] += share.amount_minor
        pair[1] += back.get(share.id, 0)
    found += [PartEffect(*key, before, minus, ()) for key, (before, minus) in sums.items()]
    return tuple(found)


def draw(
    effects: Sequence[PartEffect], shop_id: UUID, purses: Mapping[str, int]
) -> tuple[PartEffect, ...]:
    """From which accounts each payee's part is taken back after settlement.

    The payee's own account first; what is short there from the shop's available money, its
    reserve, its deposit, and at last from what the platform then has a claim to. The payees'
    own purses are emptied before the shop stands in for any of them.
    """
    rest = dict(purses)
    taken: list[list[tuple[str, int]]] = [[] for _ in effects]
    missing = [effect.back_minor for effect in effects]

    def take(index: int, account: str, amount: int) -> None:
        if amount > 0:
            taken[index].append((account, amount))
            missing[index] -= amount

    for index, effect in enumerate(effects):
        if effect.account == PLATFORM_FEES:
            take(index, effect.account, missing[index])
            continue
        own = min(missing[index], max(0, rest.get(effect.account, 0)))
        rest[effect.account] = rest.get(effect.account, 0) - own
        take(index, effect.account, own)
    for part in ("available", "reserve", "deposit"):
        account = shop_account(shop_id, part)
        for index in range(len(effects)):
            some = min(missing[index], max(0, rest.get(account, 0)))
            rest[account] = rest.get(account, 0) - some
            take(index, account, some)
    for index in range(len(effects)):
        take(index, PLATFORM_RECEIVABLE, missing[index])
    return tuple(
        PartEffect(e.account, e.role, e.before_minor, e.back_minor, tuple(lines))
        for e, lines in zip(effects, taken, strict=True)
    )
