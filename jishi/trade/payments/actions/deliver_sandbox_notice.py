"""Deliver a notice of the sandbox provider. An entry point of its own: it uses the network."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.trade.payments.models import SandboxNotice
from jishi.trade.payments.providers.sandbox import send_notice


def deliver_sandbox_notice(notice_id: UUID) -> None:
    """POST one notice, outside of any transaction; raises ProviderUnavailable to be retried."""
    notice = SandboxNotice.objects.select_related("charge").get(id=notice_id)
    SandboxNotice.objects.filter(id=notice_id).update(attempts=notice.attempts + 1)
    send_notice(notice)
    SandboxNotice.objects.filter(id=notice_id).update(delivered_at=clock.now())
