"""Deliver the sandbox bank's notices of a transfer. An entry point of its own: the network."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.trade.settlement.models import SandboxTransfer
from jishi.trade.settlement.providers.sandbox import send_notice


def deliver_transfer_notice(attempt_id: UUID) -> int:
    """POST what is owed for one transfer that is done; gives how many were sent.

    Raises ProviderUnavailable to be tried again.
    """
    row = SandboxTransfer.objects.filter(merchant_ref=attempt_id, done_at__lte=clock.now()).first()
    if row is None:
        return 0
    for _ in range(row.notices):
        send_notice(row)
    return row.notices
