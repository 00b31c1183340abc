"""End a hold: pay out of it, give it back, or let it expire. Each is an entry of its own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.foundation.ledger.actions.write_entry import write_entry
from jishi.foundation.ledger.errors import HoldEnded, HoldExceeded
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.rules import check_postings
from jishi.foundation.ledger.types import EntryView, HoldStatus, HoldView, Phase, PostingInput
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
            *_release(hold),
            *(Line(p.account, p.amount_minor, p.currency) for p in checked),
        ],
        idempotency_key=idempotency_key,
        phase=Phase.POSTED,
        resolves_id=hold.id,
    )


def void_hold(*, actor: Actor, hold_id: UUID) -> HoldView:
    """Give back all that is held; nothing happens when it was voided before.

    Raises HoldEnded when it was posted or has expired, NotFound.
    """
    return _end(actor, get_hold(hold_id), Phase.VOIDED)


def expire_hold(*, hold_id: UUID) -> HoldView:
    """Give back a hold whose time is over; one still in time is left as it is.

    Raises HoldEnded when it was posted or voided, NotFound.
    """
    hold = get_hold(hold_id)
    if hold.expires_at > clock.now():
        return hold
    return _end(SYSTEM, hold, Phase.EXPIRED)


def _end(actor: Actor, hold: HoldView, phase: Phase) -> HoldView:
    if hold.status is not HoldStatus.PENDING:
        if hold.status == phase.value:
            return hold
        raise HoldEnded(status=hold.status.value)
    reference = f"hold:{hold.id}:{phase.value}"
    write_entry(
        actor=actor,
        business_ref=reference,
        kind=f"hold_{phase.value}",
        postings=_release(hold),
        idempotency_key=reference,
        phase=phase,
        resolves_id=hold.id,
    )
    return get_hold(hold.id)


def _release(hold: HoldView) -> list[Line]:
    return [
        Line(hold.account, hold.amount_minor, hold.currency, is_pending=True),
        Line(f"hold:{hold.id}", -hold.amount_minor, hold.currency, is_pending=True),
    ]
