"""Reads of chargebacks."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.trade.payments.models import Dispute
from jishi.trade.payments.types import DisputeStatus, DisputeView


def view_dispute(row: Dispute) -> DisputeView:
    """The row, loaded with its payment, as it may leave this room."""
    return DisputeView(
        row.id,
        row.payment_id,
        row.payment.reference,
        row.provider,
        row.dispute_ref,
        DisputeStatus(row.status),
        row.amount_minor,
        row.fee_minor,
        row.currency,
        row.reason,
        row.evidence,
        row.evidence_due_at,
        row.opened_at,
        row.ended_at,
    )


def get_dispute(dispute_id: UUID) -> DisputeView:
    """A chargeback by id; raises NotFound."""
    row = Dispute.objects.select_related("payment").filter(id=dispute_id).first()
    if row is None:
        raise NotFound()
    return view_dispute(row)


def lock_dispute(dispute_id: UUID) -> Dispute:
    """The locked row, for this room's actions; raises NotFound."""
    row = (
        Dispute.objects.select_for_update(of=("self",))
        .select_related("payment")
        .filter(id=dispute_id)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def list_disputes(payment_id: UUID) -> tuple[DisputeView, ...]:
    """The chargebacks of a payment, oldest first; one statement."""
    rows = Dispute.objects.select_related("payment").filter(payment_id=payment_id)
    return tuple(view_dispute(row) for row in rows.order_by("opened_at", "id"))


def list_running_disputes(limit: int) -> list[tuple[str, str]]:
    """Provider and name of chargebacks that are not decided, the most urgent first."""
    rows = Dispute.objects.filter(
        status__in=[DisputeStatus.OPEN.value, DisputeStatus.ANSWERED.value]
    )
    return list(rows.order_by("evidence_due_at").values_list("provider", "dispute_ref")[:limit])


def count_open_disputes() -> int:
    """Chargebacks that wait for evidence, counted to a hundred and one."""
    return Dispute.objects.filter(status=DisputeStatus.OPEN.value, evidence="")[:101].count()
