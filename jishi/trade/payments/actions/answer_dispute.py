"""Answer a chargeback with evidence: written down now, sent to the provider by a job."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import durable, require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.payments.actions.record_dispute import record_dispute
from jishi.trade.payments.errors import DisputeNotOpen
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import get_dispute, lock_dispute, view_dispute
from jishi.trade.payments.types import DisputeStatus, DisputeView

EVIDENCE_LIMIT = 5000


def answer_dispute(*, actor: Actor, dispute_id: UUID, evidence: str) -> DisputeView:
    """Keep the operator's evidence and send it; a provider takes it once.

    Raises NotAllowed, DisputeNotOpen, TextTooLong, NotFound.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    row = lock_dispute(dispute_id)
    if row.status != DisputeStatus.OPEN:
        raise DisputeNotOpen()
    row.evidence = clean_text(evidence, field="evidence", limit=EVIDENCE_LIMIT)
    row.save(update_fields=["evidence"])
    audit(actor=actor, action="answer_dispute", subject_kind="dispute", subject_id=row.id)
    app.configure_task("payments.send_evidence").defer(dispute_id=str(row.id))
    return view_dispute(row)


def send_evidence(dispute_id: UUID) -> DisputeView:
    """Give the provider what was written; an entry point of its own, it uses the network."""
    dispute = get_dispute(dispute_id)
    if dispute.status is not DisputeStatus.OPEN or not dispute.evidence:
        return dispute
    provider = get_provider(dispute.provider)
    state = provider.query_dispute(dispute.dispute_ref)
    if state is not None and state.status is DisputeStatus.OPEN:
        state = provider.send_evidence(dispute.dispute_ref, dispute.evidence)
    if state is None:
        return dispute
    with durable():
        return record_dispute(provider_code=dispute.provider, state=state)
