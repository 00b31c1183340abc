"""Hear a provider's notice."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.providers import get_provider


def receive_notice(*, provider_code: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Verify a notice and have a job query the provider; False when it was heard before.

    Nothing in the notice is believed but which payment it is about. Raises ForgedNotice,
    UnknownProvider.
    """
    require_transaction()
    notice = get_provider(provider_code).read_notice(headers, body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_paymentnotice (provider, notice_id, payment_id, received_at)"
            " SELECT %s, %s, id, %s FROM payments_payment WHERE id = %s ON CONFLICT DO NOTHING",
            [provider_code, notice.notice_id[:80], clock.now(), notice.payment_id],
        )
        is_new: bool = cursor.rowcount == 1
    if is_new:
        app.configure_task("payments.sync").defer(payment_id=str(notice.payment_id))
    return is_new
