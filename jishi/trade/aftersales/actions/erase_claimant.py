"""Forget, or hand out, what after-sales know about a person."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.aftersales.models import AfterSale, Evidence


def erase_claimant(*, actor: Actor, person_id: UUID) -> None:
    """Delete what somebody said and showed in cases that are over; the cases stay as accounts."""
    require_transaction()
    Evidence.objects.filter(person_id=person_id, after_sale__ended_at__isnull=False).delete()


class ClaimantData:
    """What after-sales add to the export of somebody's data."""

    name = "aftersales"

    def collect(self, person_id: UUID) -> object:
        """Cases and evidence, as plain JSON values."""
        cases = AfterSale.objects.filter(buyer_id=person_id).order_by("requested_at")
        said = Evidence.objects.filter(person_id=person_id).order_by("at")
        return {
            "cases": [
                {
                    "number": case.number,
                    "order": case.order_number,
                    "title": case.title,
                    "kind": case.kind,
                    "reason": case.reason,
                    "status": case.status,
                    "requested_at": case.requested_at.isoformat(),
                    "refunded_minor": case.refunded_minor,
                    "currency": case.currency,
                }
                for case in cases
            ],
            "evidence": [
                {"text": row.text, "files": len(row.pictures) + len(row.videos)} for row in said
            ],
        }

    def erase(self, person_id: UUID) -> None:
        """Runs as the account is closed."""
        erase_claimant(actor=SYSTEM, person_id=person_id)
