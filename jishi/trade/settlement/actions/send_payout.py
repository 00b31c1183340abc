"""Have a provider pay out, or tell what has become of it.

An entry point of its own: what is about to be sent is kept first, then comes the network outside
of any transaction, then the booking. Killed in between it goes on where it was: the provider
knows the attempt by its number and pays it once.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.trade.settlement.actions.finish_payout import finish_payout
from jishi.trade.settlement.actions.move_payout import move_payout
from jishi.trade.settlement.models import Payout, PayoutAttempt
from jishi.trade.settlement.providers import get_payout_provider
from jishi.trade.settlement.queries import lock_payout, view_payout
from jishi.trade.settlement.rules import FIRST_QUERY
from jishi.trade.settlement.types import AttemptStatus, PayoutStatus, PayoutView, TransferOrder


def send_payout(payout_id: UUID) -> PayoutView:
    """Send a reviewed payout, or ask about one on its way; nothing happens to any other.

    Raises ProviderUnavailable, NotFound.
    """
    with durable():
        row = lock_payout(payout_id)
        order = _begin(row)
        view = view_payout(row)
    if order is None:
        return view
    provider = get_payout_provider(view.account.provider)
    state = provider.query(order.attempt_id) or provider.send(order)
    with durable():
        return finish_payout(payout_id=payout_id, attempt_id=order.attempt_id, state=state)


def _begin(row: Payout) -> TransferOrder | None:
    """The open attempt, or a new one that is kept before anything is sent."""
    if row.status == PayoutStatus.REVIEWED:
        move_payout(row, PayoutStatus.IN_TRANSIT, by="system")
    elif row.status != PayoutStatus.IN_TRANSIT:
        return None
    attempt = row.attempts.filter(status=AttemptStatus.SENT.value).first()
    if attempt is None:
        last = row.attempts.aggregate(last=Max("number"))["last"] or 0
        attempt = PayoutAttempt.objects.create(
            payout=row,
            number=last + 1,
            status=AttemptStatus.SENT.value,
            started_at=clock.now(),
        )
    row.next_query_at = clock.now() + FIRST_QUERY
    row.save(update_fields=["next_query_at"])
    return TransferOrder(
        attempt.id,
        row.amount_minor,
        row.currency,
        row.account.holder,
        row.account.bank,
        row.account.number,
        _notify_url(row.account.provider),
    )


def _notify_url(provider: str) -> str:
    """Where a provider sends its notices: real ones to the public address, ours to this machine."""
    if provider != "sandbox":
        return f"{settings.market_url}/payouts/notify/{provider}/"
    host = settings.host if settings.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
    return f"http://{host}:{settings.port}/payouts/notify/sandbox/"
