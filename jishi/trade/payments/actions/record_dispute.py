"""Book what a provider says of a chargeback: opened, answered, won or lost."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import Event, record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.trade.payments.actions.move_payment import move_dispute
from jishi.trade.payments.errors import UnknownNotice
from jishi.trade.payments.events import ChargebackLost, ChargebackOpened, ChargebackWon
from jishi.trade.payments.models import Dispute, DisputeStep, Payment
from jishi.trade.payments.queries import view_dispute
from jishi.trade.payments.types import DisputeState, DisputeStatus, DisputeView

PROVIDER = Actor(ActorKind.PROVIDER)
_REASON_LIMIT = 80


def record_dispute(*, provider_code: str, state: DisputeState) -> DisputeView:
    """Act on a provider's answer about a chargeback; the same answer again changes nothing.

    Whoever holds the money hears of it by events: opened, won, lost. Raises UnknownNotice for a
    payment that is none of ours.
    """
    require_transaction()
    payment = (
        Payment.objects.select_for_update()
        .filter(provider=provider_code, provider_payment_id=state.provider_payment_id)
        .exclude(provider_payment_id="")
        .first()
    )
    if payment is None:
        raise UnknownNotice()
    row = Dispute.objects.select_for_update().filter(
        provider=provider_code, dispute_ref=state.dispute_ref
    ).first()  # fmt: skip
    if row is None:
        row = _open(payment, provider_code, state)
    if row.status != state.status and state.status is not DisputeStatus.OPEN:
        if row.ended_at is not None:
            return view_dispute(row)  # a late answer from before its end
        move_dispute(row, state.status, by="provider")
        if state.status in (DisputeStatus.WON, DisputeStatus.LOST):
            record(_ending(row, payment, state))
    return view_dispute(row)


def _open(payment: Payment, provider_code: str, state: DisputeState) -> Dispute:
    now = clock.now()
    row = Dispute.objects.create(
        payment=payment,
        provider=provider_code,
        dispute_ref=state.dispute_ref,
        status=DisputeStatus.OPEN.value,
        amount_minor=state.amount_minor,
        fee_minor=state.fee_minor,
        currency=state.currency,
        reason=state.reason[:_REASON_LIMIT],
        evidence_due_at=state.evidence_due_at,
        opened_at=now,
    )
    DisputeStep.objects.create(dispute=row, status=row.status, by="provider", at=now)
    audit(
        actor=PROVIDER,
        action="open_dispute",
        subject_kind="dispute",
        subject_id=row.id,
        detail={"payment": str(payment.id), "amount_minor": row.amount_minor},
    )
    record(
        ChargebackOpened(
            dispute_id=row.id,
            payment_id=payment.id,
            reference=payment.reference,
            provider=row.provider,
            amount_minor=row.amount_minor,
            fee_minor=row.fee_minor,
            currency=row.currency,
            reason=row.reason,
        )
    )
    return row


def _ending(row: Dispute, payment: Payment, state: DisputeState) -> Event:
    if row.status == DisputeStatus.LOST:
        return ChargebackLost(
            dispute_id=row.id,
            payment_id=payment.id,
            reference=payment.reference,
            provider=row.provider,
            amount_minor=row.amount_minor,
            fee_minor=row.fee_minor,
            currency=row.currency,
        )
    return ChargebackWon(
        dispute_id=row.id,
        payment_id=payment.id,
        reference=payment.reference,
        provider=row.provider,
        amount_minor=row.amount_minor,
        fee_returned_minor=0,  # banks keep their fee
        currency=row.currency,
    )
