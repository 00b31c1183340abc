"""Post a balanced entry."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.write_entry import write_entry
from jishi.foundation.ledger.rules import check_postings
from jishi.foundation.ledger.types import EntryView, PostingInput, PostingView


def post_entry(
    *,
    actor: Actor,
    business_ref: str,
    kind: str,
    postings: Sequence[PostingInput],
    idempotency_key: str,
    memo: str = "",
) -> EntryView:
    """Move money between accounts, once per business reference; one SQL statement.

    Postings of zero are dropped. The same reference with the same postings gives the entry of
    the first time. Raises UnbalancedEntry, BadAccountName, InvalidInput, InsufficientFunds
    (a floor would be broken), IdempotencyConflict (the reference or key was used for something
    else); after each of them the transaction is as it was.
    """
    checked = check_postings(postings)
    return write_entry(
        actor=actor,
        business_ref=business_ref,
        kind=kind,
        postings=[PostingView(p.account, p.amount_minor, p.currency) for p in checked],
        idempotency_key=idempotency_key,
        memo=memo,
    )
