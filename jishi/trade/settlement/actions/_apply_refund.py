"""Lower every part of an order by what a refund takes from it."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.trade.settlement.actions.move_settlement import move_settlement, move_shares
from jishi.trade.settlement.events import SettlementCancelled, ShareTakenBack
from jishi.trade.settlement.models import CommissionLine, Settlement, SettlementLine
from jishi.trade.settlement.rules import LineCut, RefundPlan
from jishi.trade.settlement.types import SettlementStatus, ShareStatus


def apply_refund(row: Settlement, plan: RefundPlan) -> None:
    """Write a plan into the locked settlement; one that has nothing left to settle ends.

    Shares of a line of which all was given back end as well.
    """
    lines = {line.line_id: line for line in row.lines.all()}
    shares: dict[UUID, list[CommissionLine]] = {}
    for share in row.shares.all():
        shares.setdefault(share.line_id, []).append(share)
    changed: list[CommissionLine] = []
    for cut in plan.cuts:
        changed += _cut(lines[cut.line_id], shares.get(cut.line_id, []), cut)
    cuts = {cut.line_id for cut in plan.cuts}
    SettlementLine.objects.bulk_update(
        [lines[key] for key in cuts],
        ["fee_minor", "shop_minor", "refunded_quantity", "refunded_minor",
         "refunded_platform_minor"],
    )  # fmt: skip
    CommissionLine.objects.bulk_update(changed, ["amount_minor", "base_minor"])
    row.base_minor -= plan.total_minor
    row.refunded_minor += plan.total_minor
    row.refunded_platform_minor += plan.platform_minor
    row.refunded_freight_minor += plan.freight_minor
    row.fee_minor -= sum(cut.fee_minor for cut in plan.cuts)
    row.shop_minor -= sum(cut.shop_minor for cut in plan.cuts) + plan.freight_minor
    row.save()
    _tell(row, plan)
    _end(row, changed)


def _cut(line: SettlementLine, shares: list[CommissionLine], cut: LineCut) -> list[CommissionLine]:
    line.fee_minor -= cut.fee_minor
    line.shop_minor -= cut.shop_minor
    line.refunded_quantity += cut.quantity
    line.refunded_minor += cut.buyer_minor
    line.refunded_platform_minor += cut.platform_minor
    back = dict(cut.share_minor)
    for share in shares:
        share.amount_minor -= back[share.id]
        share.base_minor -= cut.buyer_minor + cut.platform_minor
    return shares


def _end(row: Settlement, changed: list[CommissionLine]) -> None:
    if row.status == SettlementStatus.HELD and row.base_minor == 0:
        move_settlement(row, SettlementStatus.CANCELLED)
        record(SettlementCancelled(order_id=row.order_id, shop_id=row.shop_id))
        return
    ended = [share for share in changed if share.base_minor == 0]
    is_settled = row.status == SettlementStatus.SETTLED
    move_shares(ended, ShareStatus.TAKEN_BACK if is_settled else ShareStatus.CANCELLED)


def _tell(row: Settlement, plan: RefundPlan) -> None:
    payees = {share.id: share for share in row.shares.all()}
    for cut in plan.cuts:
        for share_id, amount in cut.share_minor:
            if amount:
                record(
                    ShareTakenBack(
                        share_id=share_id,
                        order_id=row.order_id,
                        line_id=cut.line_id,
                        payee=payees[share_id].payee,
                        role=payees[share_id].role,
                        currency=row.currency,
                        amount_minor=amount,
                        was_settled=row.status == SettlementStatus.SETTLED,
                    )
                )
