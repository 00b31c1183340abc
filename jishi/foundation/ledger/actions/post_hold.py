"""Pay out of a hold."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions._end_hold import release_lines
from jishi.foundation.ledger.actions.write_entry import write_entry
from jishi.foundation.ledger.errors import HoldExceeded
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.rules import check_postings
from jishi.foundation.ledger.types import EntryView, Phase, PostingInput
from jishi.foundation.ledger.types import PostingView as Line


def post_hold(
    *, actor: Actor, hold_id: UUID, postings: Sequence[PostingInput], idempotency_key: str
) -> EntryView:
    """Pay out of a hold; what the postings do not take of it becomes available again.

    Raises HoldExceeded when they take more from the account than was held, HoldEnded when it
    was voided or expired before, NotFound, UnbalancedEntry, InsufficientFunds,
    IdempotencyConflict when it was posted with other postings.
    """
    hold = get_hold(hold_id)
    checked = check_postings(postings)
    taken = -sum(
        p.amount_minor for p in checked if p.account == hold.account and p.currency == hold.currency
    )
    if not 0 < taken <= hold.amount_minor:
        raise HoldExceeded(held=hold.amount_minor, taken=taken)
    return write_entry(
        actor=actor,
        business_ref=f"{hold.business_ref}:posted"[:160],
        kind="hold_posted",
        postings=[
            *release_lines(hold),
            *(Line(p.account, p.amount_minor, p.currency) for p in checked),
        ],
        idempotency_key=idempotency_key,
        phase=Phase.POSTED,
        resolves_id=hold.id,
    )
