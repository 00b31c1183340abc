"""Entry points own the transaction; actions join it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import transaction


def durable() -> AbstractContextManager[None]:
    """The one transaction of a request, job or command; refuses to be nested."""
    return transaction.atomic(durable=True)


def require_transaction() -> None:
    """Raises RuntimeError outside a transaction: an action was called without an entry point."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("actions run inside the transaction of their entry point")


def after_commit(run: Callable[[], None]) -> None:
    """Call `run` once the transaction is kept; for caches and live messages only."""
    transaction.on_commit(run)
