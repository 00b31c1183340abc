"""Promise somebody a share of an order line; the partners wing calls this."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.errors import SettlementEnded, TooManyLevels
from jishi.trade.settlement.models import CommissionLine, Settlement, SettlementLine
from jishi.trade.settlement.queries import view_share
from jishi.trade.settlement.rules import divide
from jishi.trade.settlement.types import SettlementStatus, ShareRole, ShareStatus, ShareView


def add_share(
    *,
    actor: Actor,
    order_id: UUID,
    line_id: UUID,
    payee: str,
    role: ShareRole,
    rate_ppm: int,
    idempotency_key: str,
    parent_id: UUID | None = None,
) -> ShareView:
    """Pay `rate_ppm` of a line to the ledger account `payee` when its order is settled.

    `parent_id` is the share through which this one came, of the same line; sharers may stand
    on two levels, not more. Once per key. Raises SharesTooLarge when fee and shares are more
    than the whole, TooManyLevels, SettlementEnded, IdempotencyConflict, InvalidInput, NotFound
    while the order is not paid.
    """
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        raise NotFound()
    role = ShareRole(role)
    known = row.shares.filter(key=idempotency_key).first()
    if known is not None:
        same = (known.payee, known.role, known.rate_ppm, known.line_id, known.parent_id)
        if same != (payee, role, rate_ppm, line_id, parent_id):
            raise IdempotencyConflict(key=idempotency_key)
        return view_share(known)
    if row.status != SettlementStatus.HELD:
        raise SettlementEnded()
    if type(rate_ppm) is not int or rate_ppm <= 0:
        raise InvalidInput(field="rate_ppm")
    if not payee.startswith(("person:", "shop:")):
        raise InvalidInput(field="payee")
    line = row.lines.filter(line_id=line_id).first()
    if line is None:
        raise InvalidInput(field="line_id")
    _check_parent(line, role, parent_id)
    share = CommissionLine(
        line=line,
        settlement=row,
        parent_id=parent_id,
        key=idempotency_key,
        payee=payee,
        role=role.value,
        rate_ppm=rate_ppm,
        status=ShareStatus.PENDING.value,
        added_at=clock.now(),
    )
    _divide_anew(row, line, share)
    return view_share(share)


def _check_parent(line: SettlementLine, role: ShareRole, parent_id: UUID | None) -> None:
    if parent_id is None:
        return
    parent = line.shares.select_related("parent").filter(id=parent_id).first()
    if parent is None:
        raise InvalidInput(field="parent_id")
    is_third = parent.parent is not None and parent.parent.role == ShareRole.SHARER
    if role is ShareRole.SHARER and parent.role == ShareRole.SHARER and is_third:
        raise TooManyLevels()


def _divide_anew(row: Settlement, line: SettlementLine, fresh: CommissionLine) -> None:
    """The line's parts with one share more; what was promised to the others stays as it was."""
    others = list(line.shares.order_by("added_at", "id"))
    base = line.gross_minor - line.refunded_minor - line.refunded_platform_minor
    rates = [s.rate_ppm for s in others] + [fresh.rate_ppm]
    parts = divide(base, line.fee_rate_ppm, rates)
    for share, amount in zip((*others, fresh), parts.share_minor, strict=True):
        share.base_minor, share.amount_minor = base, amount
    fresh.promised_minor = fresh.amount_minor
    row.fee_minor += parts.fee_minor - line.fee_minor
    row.shop_minor += parts.shop_minor - line.shop_minor
    line.fee_minor, line.shop_minor = parts.fee_minor, parts.shop_minor
    CommissionLine.objects.bulk_update(others, ["base_minor", "amount_minor"])
    fresh.save(force_insert=True)
    line.save(update_fields=["fee_minor", "shop_minor"])
    row.save(update_fields=["fee_minor", "shop_minor"])
