"""Reads of the ledger."""

from jishi.foundation.ledger.queries.balances import (
    get_balance,
    get_balances,
    list_filled_accounts,
    sum_account_prefix,
)
from jishi.foundation.ledger.queries.chain import digest_entries, find_chain_head, verify_chain
from jishi.foundation.ledger.queries.entries import (
    find_entry,
    get_entry,
    list_account_entries,
    list_entries,
    list_known_refs,
    list_lines_between,
    list_postings_of,
    sum_account_by_kind,
    sum_before,
    sum_by_reference,
)
from jishi.foundation.ledger.queries.holds import get_hold, list_due_holds

__all__ = [
    "digest_entries",
    "find_chain_head",
    "find_entry",
    "get_balance",
    "get_balances",
    "get_entry",
    "get_hold",
    "list_account_entries",
    "list_due_holds",
    "list_entries",
    "list_filled_accounts",
    "list_known_refs",
    "list_lines_between",
    "list_postings_of",
    "sum_account_by_kind",
    "sum_account_prefix",
    "sum_before",
    "sum_by_reference",
    "verify_chain",
]
