"""Hear a payout provider's notice."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.settlement.models import PayoutAttempt, PayoutNotice
from jishi.trade.settlement.providers import get_payout_provider


def receive_transfer_notice(*, provider_code: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Verify a notice and have a job query the provider; False when it was heard before.

    Nothing in the notice is believed but which attempt it is about. Raises ForgedNotice,
    UnknownProvider.
    """
    require_transaction()
    notice = get_payout_provider(provider_code).read_notice(headers, body)
    payout = PayoutAttempt.objects.filter(id=notice.attempt_id).values_list("payout_id").first()
    if payout is None:
        return False
    try:
        with transaction.atomic():
            PayoutNotice.objects.create(
                provider=provider_code,
                notice_id=notice.notice_id[:80],
                attempt_id=notice.attempt_id,
                received_at=clock.now(),
            )
    except IntegrityError:
        return False
    app.configure_task("settlement.send_payout").defer(payout_id=str(payout[0]))
    return True
