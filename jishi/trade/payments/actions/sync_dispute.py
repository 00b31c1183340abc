"""Ask the provider what has become of a chargeback, and book it.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

import structlog

from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.record_dispute import record_dispute
from jishi.trade.payments.errors import UnknownNotice
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.types import DisputeView

log = structlog.get_logger(__name__)


def sync_dispute(provider_code: str, dispute_ref: str) -> DisputeView | None:
    """Query a chargeback and book the answer; None for one about a payment that isn't ours."""
    state = get_provider(provider_code).query_dispute(dispute_ref)
    if state is None:
        return None
    try:
        with durable():
            return record_dispute(provider_code=provider_code, state=state)
    except UnknownNotice:
        log.warning("dispute_of_nobody", provider=provider_code, dispute=dispute_ref)
        return None
