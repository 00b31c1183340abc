"""What all ends of a hold share: an entry of its own that releases what was held."""

from __future__ import annotations

from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.write_entry import write_entry
from jishi.foundation.ledger.errors import HoldEnded
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.types import HoldStatus, HoldView, Phase, PostingView


def give_back(actor: Actor, hold: HoldView, phase: Phase) -> HoldView:
    """All of the hold becomes available; raises HoldEnded when it ended otherwise before."""
    if hold.status is not HoldStatus.PENDING:
        if hold.status == phase.value:
            return hold
        raise HoldEnded(status=hold.status.value)
    reference = f"hold:{hold.id}:{phase.value}"
    write_entry(
        actor=actor,
        business_ref=reference,
        kind=f"hold_{phase.value}",
        postings=release_lines(hold),
        idempotency_key=reference,
        phase=phase,
        resolves_id=hold.id,
    )
    return get_hold(hold.id)


def release_lines(hold: HoldView) -> list[PostingView]:
    """The postings that undo a pending entry."""
    return [
        PostingView(hold.account, hold.amount_minor, hold.currency, is_pending=True),
        PostingView(f"hold:{hold.id}", -hold.amount_minor, hold.currency, is_pending=True),
    ]
