"""For tests: accounts with money on them."""

from __future__ import annotations

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import EntryView, PostingInput


def shop_account(part: str = "available") -> str:
    return f"shop:{new_id()}:{part}"


def fund(account: str, amount_minor: int, currency: str = "CNY") -> EntryView:
    reference = f"test:fund:{new_id()}"
    return post_entry(
        actor=SYSTEM,
        business_ref=reference,
        kind="test_funding",
        postings=[
            PostingInput("provider:sandbox:clearing", -amount_minor, currency),
            PostingInput(account, amount_minor, currency),
        ],
        idempotency_key=reference,
    )
