"""Reads of allocation: explanations, promises, prices."""

from jishi.traffic.allocation.queries.explaining import describe, explain
from jishi.traffic.allocation.queries.grants import (
    get_impression_ledger,
    list_due_grants,
    list_grants_of,
    list_impression_ledgers,
    list_lifecycles,
)
from jishi.traffic.allocation.queries.state import list_class_prices

__all__ = [
    "describe",
    "explain",
    "get_impression_ledger",
    "list_class_prices",
    "list_due_grants",
    "list_grants_of",
    "list_impression_ledgers",
    "list_lifecycles",
]
