"""Set an amount aside on an account."""

from __future__ import annotations

from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.write_entry import write_entry
from jishi.foundation.ledger.queries import get_hold
from jishi.foundation.ledger.rules import check_account, check_amount
from jishi.foundation.ledger.types import HoldView, Phase, PostingView


def place_hold(
    *,
    actor: Actor,
    business_ref: str,
    account: str,
    amount_minor: int,
    currency: str,
    idempotency_key: str,
    expires_at: datetime,
) -> HoldView:
    """Hold `amount_minor` of an account's available money until `expires_at` (market clock).

    A pending entry: the floor is checked now, nothing leaves the account yet. Raises
    InsufficientFunds, BadAccountName, InvalidInput, IdempotencyConflict.
    """
    check_account(account)
    check_amount(amount_minor, currency)
    if amount_minor <= 0:
        raise InvalidInput(field="amount_minor")
    if expires_at.tzinfo is None or (expires_at <= clock.now()):
        raise InvalidInput(field="expires_at")
    hold_id = new_id()
    entry = write_entry(
        actor=actor,
        business_ref=business_ref,
        kind="hold",
        postings=[
            PostingView(account, -amount_minor, currency, is_pending=True),
            PostingView(f"hold:{hold_id}", amount_minor, currency, is_pending=True),
        ],
        idempotency_key=idempotency_key,
        phase=Phase.PENDING,
        expires_at=expires_at,
        entry_id=hold_id,
    )
    return get_hold(entry.id)
