"""Give up a claim that the platform has against a payee."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.models import Receivable
from jishi.trade.settlement.rules import PLATFORM_RECEIVABLE
from jishi.trade.settlement.types import Fund


def write_off_receivable(*, actor: Actor, receivable_id: UUID, reason: str) -> None:
    """The platform bears what is left of it, out of its subsidies.

    Raises NotAllowed, NotFound for a claim that is a shop's, TransitionRefused for a closed one.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    reason = clean_line(reason, field="reason", limit=200)
    rows = Receivable.objects.select_for_update().filter(
        id=receivable_id, creditor=PLATFORM_RECEIVABLE
    )
    row = rows.first()
    if row is None:
        raise NotFound()
    if row.closed_at is not None:
        raise TransitionRefused(
            status="closed", to="written_off", machine="receivable", by="operator"
        )
    left = row.amount_minor - row.recovered_minor
    row.recovered_minor, row.closed_at = row.amount_minor, clock.now()
    row.save(update_fields=["recovered_minor", "closed_at"])
    post_entry(
        actor=actor,
        business_ref=f"write_off:{row.id}",
        kind="write_off",
        postings=[
            PostingInput(Fund.SUBSIDY.account, -left, row.currency),
            PostingInput(PLATFORM_RECEIVABLE, left, row.currency),
        ],
        idempotency_key=f"write_off:{row.id}",
        memo=reason,
    )
    audit(
        actor=actor,
        action="write_off_receivable",
        subject_kind="receivable",
        subject_id=row.id,
        detail={"amount_minor": left, "reason": reason},
    )
