"""What we ask of Stripe and what it says, from its words to ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jishi.trade.payments.types import (
    BillKind,
    BillLine,
    DisputeState,
    DisputeStatus,
    NoticeRef,
    NoticeSubject,
    PaymentView,
)

Said = dict[str, Any]
_DISPUTES = {
    "under_review": DisputeStatus.ANSWERED,
    "warning_under_review": DisputeStatus.ANSWERED,
    "won": DisputeStatus.WON,
    "warning_closed": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}


def read_dispute(said: Said) -> DisputeState:
    """A dispute; what it took beyond the amount is in its balance transactions."""
    due = (said.get("evidence_details") or {}).get("due_by")
    taken = [t for t in said.get("balance_transactions") or [] if t["amount"] < 0]
    return DisputeState(
        dispute_ref=said["id"],
        provider_payment_id=str(said.get("payment_intent") or ""),
        status=_DISPUTES.get(said["status"], DisputeStatus.OPEN),
        amount_minor=said["amount"],
        fee_minor=sum(t.get("fee", 0) for t in taken),
        currency=said["currency"].upper(),
        reason=said["reason"],
        evidence_due_at=datetime.fromtimestamp(due, UTC) if due else None,
    )


def read_balance_line(said: Said) -> BillLine | None:
    """A balance transaction with its source; None for payouts, fees and the like."""
    source = said.get("source") or {}
    if not isinstance(source, dict):
        return None
    ours = source.get("metadata") or {}
    amount, currency = said["amount"], said["currency"].upper()
    if said["type"] in ("charge", "payment"):
        return BillLine(
            BillKind.PAYMENT,
            str(source.get("payment_intent") or source["id"]),
            _find_uuid(ours.get("payment_id")),
            amount,
            currency,
            fee_minor=said.get("fee", 0),
            attempt=int(ours.get("attempt") or 1),
        )
    if said["type"] in ("refund", "payment_refund"):
        return BillLine(
            BillKind.REFUND,
            source["id"],
            _find_uuid(ours.get("refund_id")),
            amount,
            currency,
            is_done=source.get("status") == "succeeded",
            fee_minor=said.get("fee", 0),
        )
    if said["type"] == "adjustment" and source.get("object") == "dispute":
        return BillLine(
            BillKind.DISPUTE, source["id"], None, amount, currency, fee_minor=said.get("fee", 0)
        )
    return None


def describe_session(payment: PaymentView, ours: Mapping[str, str], return_url: str) -> Said:
    """No end of its own: we expire the page when the payment ends, which may be sooner."""
    return {
        "mode": "payment",
        "client_reference_id": str(payment.id),
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": payment.description},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": payment.currency.lower(),
                    "unit_amount": payment.amount_minor,
                    "product_data": {"name": payment.description},
                },
            }
        ],
        "success_url": return_url,
        "cancel_url": return_url,
    }


def read_event(notice_id: str, event: str, about: Said) -> NoticeRef:
    """What an event is about; one that is none of ours is kept and makes us ask nothing."""
    ours = about.get("metadata") or {}
    payment_id, refund_id = _find_uuid(ours.get("payment_id")), _find_uuid(ours.get("refund_id"))
    if event.startswith("charge.dispute."):
        return NoticeRef(
            notice_id,
            NoticeSubject.DISPUTE,
            dispute_ref=about["id"],
            provider_payment_id=str(about.get("payment_intent") or ""),
        )
    if event.startswith("refund.") and refund_id:
        return NoticeRef(notice_id, NoticeSubject.REFUND, payment_id, refund_id=refund_id)
    if not event.startswith(("checkout.session.", "payment_intent.")) or payment_id is None:
        return NoticeRef(notice_id, NoticeSubject.NOTHING)
    return NoticeRef(
        notice_id,
        NoticeSubject.PAYMENT,
        payment_id,
        int(ours.get("attempt") or 1),
        amount_minor=about.get("amount_total", about.get("amount")),
        currency=str(about.get("currency", "")).upper(),
    )


def _find_uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
