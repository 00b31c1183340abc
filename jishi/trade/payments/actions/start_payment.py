"""Open the charge of a payment at its provider.

An entry point of its own: the network comes first and outside of any transaction, then the
booking in one. Called inside a transaction it fails: Django refuses to nest a durable one.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions._attempts import describe_attempt
from jishi.trade.payments.actions.book_payment import book_payment
from jishi.trade.payments.actions.close_at_provider import close_at_provider
from jishi.trade.payments.errors import ProviderUnavailable, TooManyAttempts, UnknownProvider
from jishi.trade.payments.models import Payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import list_offered_providers, load_payment, view_payment
from jishi.trade.payments.rules import MAX_ATTEMPTS, next_query_delay, pick_terminal
from jishi.trade.payments.types import (
    ChargeStatus,
    PaymentStatus,
    Proceed,
    ProceedKind,
    Terminal,
    Visit,
)

_ROUNDS = 5
_NOTE_START = """
UPDATE payments_payment SET started_at = coalesce(started_at, %s),
    next_query_at = coalesce(next_query_at, %s), terminal = %s, provider_ref = %s
WHERE id = %s AND status = 'pending' AND attempt = %s AND provider = %s
"""
_DESK = Visit()


def start_payment(
    *, payer_id: UUID, payment_id: UUID, visit: Visit = _DESK, provider: str | None = None
) -> Proceed:
    """Open the charge at the provider; says how the payer goes on.

    Another `provider`, or another way of the same one, closes the charge that was open before.
    For a payment that is over it is our return page. Raises NotFound for somebody else's,
    UnknownProvider, ProviderUnavailable, ProviderRefused, TooManyAttempts.
    """
    back = f"/payments/return/{payment_id}/"
    for _ in range(_ROUNDS):
        row = load_payment(payment_id)
        if row.payer_id != payer_id:
            raise NotFound()
        if row.status != PaymentStatus.PENDING or row.expires_at <= clock.now():
            return Proceed(ProceedKind.REDIRECT, back)
        wanted = provider or row.provider
        terminal = pick_terminal(wanted, visit.terminal, has_openid=bool(visit.openid))
        if not _is_same(row, wanted, terminal) and not _switch(row, wanted, terminal):
            continue  # somebody else was first, or it has been paid: look again
        proceed = get_provider(wanted).start(
            view_payment(row),
            visit=Visit(terminal, visit.ip, visit.openid),
            return_url=back if wanted == "sandbox" else f"{settings.market_url}{back}",
            notify_url=_notify_url(wanted),
        )
        if _note_start(row, terminal, proceed):
            return proceed
        # It ended or was begun elsewhere meanwhile: nobody has seen this charge, nobody shall.
        get_provider(wanted).close(view_payment(row))
        close_if_over(payment_id)
    raise ProviderUnavailable(reason="begun in several places at once")


def close_if_over(payment_id: UUID) -> None:
    """Ask the provider once more about a payment that ended while its charge was opened."""
    if not Payment.objects.filter(id=payment_id, status=PaymentStatus.PENDING.value).exists():
        close_at_provider(payment_id)


def _is_same(row: Payment, provider: str, terminal: Terminal) -> bool:
    if row.provider != provider:
        return False
    return row.started_at is None or row.terminal in ("", terminal.value)


def _switch(row: Payment, provider: str, terminal: Terminal) -> bool:
    """Leave the way that was begun and take another; False when the payment has moved on."""
    if provider not in list_offered_providers(row.currency):
        raise UnknownProvider(code=provider)
    if row.started_at is None:
        return _save_switch(row, provider=provider)
    if row.attempt >= MAX_ATTEMPTS:
        raise TooManyAttempts()
    before = view_payment(row)
    state = get_provider(row.provider).close(before)
    if state.status is ChargeStatus.PAID:
        with durable():
            book_payment(payment=before, state=state)
        return False
    return _save_switch(
        row,
        provider=provider,
        terminal=terminal.value,
        attempt=row.attempt + 1,
        provider_ref="",
        earlier=[*row.earlier, describe_attempt(row)],
    )


def _save_switch(row: Payment, **values: object) -> bool:
    guard = Payment.objects.filter(
        id=row.id, status=PaymentStatus.PENDING.value, attempt=row.attempt, provider=row.provider
    )
    with durable():
        is_ours = guard.update(**values) == 1
    for name, value in values.items():
        setattr(row, name, value)
    return is_ours


def _note_start(row: Payment, terminal: Terminal, proceed: Proceed) -> bool:
    now = clock.now()
    wait = next_query_delay(0, is_pending=True)
    reference = proceed.provider_ref or row.provider_ref
    with durable(), connection.cursor() as cursor:
        cursor.execute(
            _NOTE_START,
            [
                now, now + wait if wait else now, terminal.value, reference,
                row.id, row.attempt, row.provider,
            ],
        )  # fmt: skip
        is_ours: bool = cursor.rowcount == 1
    return is_ours


def _notify_url(provider_code: str) -> str:
    """Where a provider sends its notices: real ones to the public address, ours to this machine."""
    if provider_code == "sandbox":
        host = settings.host if settings.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
        return f"http://{host}:{settings.port}/payments/notify/sandbox/"
    return f"{settings.market_url}/payments/notify/{provider_code}/"
