"""Hear a provider's notice.

An entry point of its own: a provider may be asked for its newest certificate while the notice
is verified; then it is kept, or its refusal is, in a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import connection
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, TooManyRequests
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.errors import (
    ForeignNotice,
    ForgedNotice,
    NoticeMismatch,
    StaleNotice,
    UnknownNotice,
)
from jishi.trade.payments.models import Payment, PaymentNotice, Refund
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import view_attempts
from jishi.trade.payments.types import NoticeAnswer, NoticeOutcome, NoticeRef, NoticeSubject

log = structlog.get_logger(__name__)
_OUTCOMES: dict[type[DomainError], NoticeOutcome] = {
    ForgedNotice: NoticeOutcome.FORGED,
    StaleNotice: NoticeOutcome.STALE,
    ForeignNotice: NoticeOutcome.FOREIGN,
    NoticeMismatch: NoticeOutcome.MISMATCH,
    UnknownNotice: NoticeOutcome.UNKNOWN,
}
# Whoever floods us with forged notices must not fill the table.
KEPT_REFUSALS = "120/minute"
_KEEP = """
INSERT INTO payments_paymentnotice (provider, notice_id, payment_id, received_at, subject, ip)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (provider, notice_id)
DO UPDATE SET repeats = payments_paymentnotice.repeats + 1, repeated_at = EXCLUDED.received_at
RETURNING repeats
"""


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """Whether it was new, and what the provider is to be answered."""

    is_new: bool
    answer: NoticeAnswer


def receive_notice(
    *, provider_code: str, headers: Mapping[str, str], body: bytes, ip: str = ""
) -> NoticeResult:
    """Verify a notice and have a job ask the provider; one that was heard before is counted.

    Nothing in the notice is believed but what it is about. A refused one is kept with the reason.
    Raises UnknownProvider, ForgedNotice, StaleNotice, ForeignNotice, NoticeMismatch,
    UnknownNotice.
    """
    provider = get_provider(provider_code)
    notice: NoticeRef | None = None
    try:
        notice = provider.read_notice(headers, body)
        with durable():
            is_new = _keep(provider_code, notice, ip)
    except tuple(_OUTCOMES) as error:
        _keep_refusal(provider_code, notice, ip, error)
        raise
    return NoticeResult(is_new, provider.notice_answer)


def _keep(provider_code: str, notice: NoticeRef, ip: str) -> bool:
    payment_id = _check(provider_code, notice)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                provider_code, notice.notice_id[:80], payment_id, clock.now(),
                notice.subject.value, ip[:45],
            ],
        )  # fmt: skip
        is_new: bool = cursor.fetchone()[0] == 0
    if is_new:
        _ask(provider_code, notice)
    return is_new


def _check(provider_code: str, notice: NoticeRef) -> UUID | None:
    """The payment that a notice is about; raises UnknownNotice, NoticeMismatch."""
    if notice.subject in (NoticeSubject.NOTHING, NoticeSubject.DISPUTE):
        return None
    if notice.subject is NoticeSubject.REFUND:
        if notice.refund_id is None:
            raise UnknownNotice()
        found = Refund.objects.filter(id=notice.refund_id).values_list("payment_id", flat=True)
        if not found:
            raise UnknownNotice()
        return found[0]
    if notice.payment_id is None:
        raise UnknownNotice()
    row = Payment.objects.filter(id=notice.payment_id).first()
    charge = next(
        (a for a in view_attempts(row) if a.attempt == notice.attempt) if row else iter(()), None
    )
    if charge is None or charge.provider != provider_code:
        raise UnknownNotice()
    said = (notice.amount_minor, notice.currency)
    if notice.amount_minor is not None and said != (charge.amount_minor, charge.currency):
        raise NoticeMismatch()
    return charge.id


def _ask(provider_code: str, notice: NoticeRef) -> None:
    if notice.subject is NoticeSubject.PAYMENT:
        app.configure_task("payments.sync").defer(
            payment_id=str(notice.payment_id), attempt=notice.attempt
        )
    elif notice.subject is NoticeSubject.REFUND:
        app.configure_task("payments.send_refund").defer(refund_id=str(notice.refund_id))
    elif notice.subject is NoticeSubject.DISPUTE:
        app.configure_task("payments.sync_dispute").defer(
            provider=provider_code, dispute_ref=notice.dispute_ref
        )


def _keep_refusal(
    provider_code: str, notice: NoticeRef | None, ip: str, error: DomainError
) -> None:
    outcome = _OUTCOMES[type(error)]
    log.warning("notice_refused", provider=provider_code, outcome=outcome.value, ip=ip)
    try:
        check_rate("payments.refused_notice", provider_code, KEPT_REFUSALS)
    except TooManyRequests:
        return
    with durable():
        PaymentNotice.objects.create(
            provider=provider_code,
            notice_id=f"refused:{new_id()}",
            payment_id=notice.payment_id if notice else None,
            received_at=clock.now(),
            outcome=outcome.value,
            subject=(notice.subject if notice else NoticeSubject.NOTHING).value,
            ip=ip[:45],
            detail=notice.notice_id[:200] if notice else "",
        )
