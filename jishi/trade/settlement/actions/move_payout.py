"""The movers of payouts, attempts and payout accounts."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.models import Payout, PayoutAccount, PayoutAttempt, PayoutStep
from jishi.trade.settlement.rules import ACCOUNT, ATTEMPT, PAYOUT
from jishi.trade.settlement.types import AccountStatus, AttemptStatus, PayoutStatus

_STAMPS = {
    PayoutStatus.REVIEWED: "reviewed_at",
    PayoutStatus.IN_TRANSIT: "sent_at",
    PayoutStatus.SUCCEEDED: "ended_at",
    PayoutStatus.FAILED: "ended_at",
    PayoutStatus.CANCELLED: "ended_at",
}


def move_payout(
    row: Payout, to: PayoutStatus, *, by: str, actor: Actor | None = None, note: str = ""
) -> None:
    """Take one step with a locked payout, and save it; raises TransitionRefused."""
    PAYOUT.check(row.status, to.value, by)
    now = clock.now()
    row.status, row.message = to.value, note[:200]
    setattr(row, _STAMPS[to], now)
    if to is PayoutStatus.REVIEWED:
        row.ended_at = None
    # One that waits for somebody or is over is not asked about; the others at once.
    is_going = to in (PayoutStatus.REVIEWED, PayoutStatus.IN_TRANSIT)
    row.next_query_at = now if is_going else None
    row.save()
    PayoutStep.objects.create(
        payout=row,
        status=row.status,
        by=by,
        actor_id=actor.person_id if actor else None,
        note=row.message,
        at=now,
    )


def move_attempt(row: PayoutAttempt, to: AttemptStatus, *, message: str = "") -> None:
    """End an attempt of a locked payout; raises TransitionRefused."""
    ATTEMPT.check(row.status, to.value, "provider")
    row.status, row.message, row.ended_at = to.value, message[:200], clock.now()
    row.save()


def move_account(row: PayoutAccount, to: AccountStatus, *, by: str, message: str = "") -> None:
    """Take one step with a locked payout account; raises TransitionRefused."""
    ACCOUNT.check(row.status, to.value, by)
    row.status, row.message = to.value, message[:200]
    if to is AccountStatus.VERIFIED:
        row.verified_at = clock.now()
    row.save()
