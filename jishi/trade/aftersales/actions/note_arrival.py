"""Note that a refund has reached its buyer."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.queries.cases import lock_case


def note_arrival(*, actor: Actor, case_id: UUID) -> None:
    """The provider has given the money back; a second time changes nothing."""
    require_transaction()
    case = lock_case(case_id)
    if case.refunded_at is not None and case.arrived_at is None:
        case.arrived_at = clock.now()
        case.save(update_fields=["arrived_at"])
