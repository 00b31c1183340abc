"""Book what a provider says has become of a payout."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_hold import post_hold
from jishi.foundation.ledger.actions.void_hold import void_hold
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.actions.move_payout import move_attempt, move_payout
from jishi.trade.settlement.events import PayoutFailed, PayoutSucceeded
from jishi.trade.settlement.models import Payout, PayoutAttempt
from jishi.trade.settlement.policies import PAYOUT_ATTEMPTS
from jishi.trade.settlement.queries import lock_payout, view_payout
from jishi.trade.settlement.rules import FIRST_QUERY, query_delay
from jishi.trade.settlement.types import (
    AttemptStatus,
    PayoutStatus,
    PayoutView,
    TransferState,
)

PROVIDER = Actor(ActorKind.PROVIDER)


def finish_payout(*, payout_id: UUID, attempt_id: UUID, state: TransferState) -> PayoutView:
    """Act on a provider's answer about an attempt; the same answer again changes nothing.

    Paid: the hold leaves the owner's account. Refused for now: another attempt a little later,
    as often as the policy says. Refused: the money is the owner's again. Raises NotFound.
    """
    require_transaction()
    row = lock_payout(payout_id)
    attempt = row.attempts.get(id=attempt_id)
    if attempt.status != AttemptStatus.SENT:
        return view_payout(row)
    attempt.provider_ref = state.provider_ref[:80]
    if state.status is AttemptStatus.SENT:
        attempt.save(update_fields=["provider_ref"])
        row.next_query_at = clock.now() + query_delay(clock.now() - attempt.started_at)
        row.save(update_fields=["next_query_at"])
    elif state.status is AttemptStatus.SUCCEEDED:
        move_attempt(attempt, AttemptStatus.SUCCEEDED)
        _pay(row)
    else:
        _fail(row, attempt, state)
    return view_payout(row)


def _pay(row: Payout) -> None:
    move_payout(row, PayoutStatus.SUCCEEDED, by="provider")
    account = view_payout(row).owner.ledger_account
    outside = f"provider:{row.account.provider}:payouts"
    post_hold(
        actor=PROVIDER,
        hold_id=row.hold_id,
        postings=[
            PostingInput(account, -row.amount_minor, row.currency),
            PostingInput(outside, row.amount_minor, row.currency),
        ],
        idempotency_key=f"payout:{row.id}:{row.hold_count}:posted",
    )
    record(
        PayoutSucceeded(
            payout_id=row.id,
            owner_kind=row.owner_kind,
            owner_id=row.owner_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
        )
    )


def _fail(row: Payout, attempt: PayoutAttempt, state: TransferState) -> None:
    move_attempt(attempt, AttemptStatus.FAILED, message=state.message)
    if state.may_retry and attempt.number % PAYOUT_ATTEMPTS.get():
        row.next_query_at = clock.now() + FIRST_QUERY * attempt.number
        row.save(update_fields=["next_query_at"])
        return
    move_payout(row, PayoutStatus.FAILED, by="provider", note=state.message)
    void_hold(actor=PROVIDER, hold_id=row.hold_id)
    record(
        PayoutFailed(
            payout_id=row.id,
            owner_kind=row.owner_kind,
            owner_id=row.owner_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            message=state.message,
        )
    )
