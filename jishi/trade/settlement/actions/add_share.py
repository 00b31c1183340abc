"""Promise somebody a share of an order; the partners wing calls this."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.errors import SettlementEnded
from jishi.trade.settlement.models import Settlement, Share
from jishi.trade.settlement.queries import view_share
from jishi.trade.settlement.rules import divide
from jishi.trade.settlement.types import SettlementStatus, ShareStatus, ShareView


def add_share(
    *, actor: Actor, order_id: UUID, payee: str, role: str, rate_ppm: int, idempotency_key: str
) -> ShareView:
    """Pay `rate_ppm` of the order to the ledger account `payee` when it is settled.

    Once per key. Raises SharesTooLarge when fee and shares are more than the whole,
    SettlementEnded, IdempotencyConflict, InvalidInput, NotFound while the order is not paid.
    """
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        raise NotFound()
    known = row.shares.filter(key=idempotency_key).first()
    if known is not None:
        if (known.payee, known.role, known.rate_ppm) != (payee, role, rate_ppm):
            raise IdempotencyConflict(key=idempotency_key)
        return view_share(known)
    if row.status != SettlementStatus.HELD:
        raise SettlementEnded()
    if type(rate_ppm) is not int or rate_ppm <= 0:
        raise InvalidInput(field="rate_ppm")
    if not payee.startswith(("person:", "shop:")):
        raise InvalidInput(field="payee")
    rates = [*row.shares.values_list("rate_ppm", flat=True), rate_ppm]
    parts = divide(row.gross_minor, row.fee_rate_ppm, rates)
    share = Share.objects.create(
        settlement=row,
        key=idempotency_key,
        payee=payee,
        role=role,
        rate_ppm=rate_ppm,
        base_minor=row.gross_minor,
        amount_minor=parts.share_minor[-1],
        status=ShareStatus.PENDING.value,
        added_at=clock.now(),
    )
    return view_share(share)
