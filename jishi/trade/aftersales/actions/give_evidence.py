"""Add to the file of a case: words, pictures, videos."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.errors import EvidenceClosed, TooMuchEvidence
from jishi.trade.aftersales.events import EvidenceGiven
from jishi.trade.aftersales.models import AfterSale, Dispute, Evidence
from jishi.trade.aftersales.queries.disputes import lock_dispute_of
from jishi.trade.aftersales.rules import MAX_FILES, TALKING, TEXT_LIMIT
from jishi.trade.aftersales.types import (
    AfterSaleStatus,
    AfterSaleView,
    DisputeStatus,
    EvidenceInput,
)

KEY_LIMIT = 200
_OPEN = (DisputeStatus.EVIDENCE, DisputeStatus.APPEALED)


def give_evidence(
    *, actor: Actor, case_id: UUID, evidence: EvidenceInput, idempotency_key: str
) -> AfterSaleView:
    """Say or show something; both sides and the market read it.

    For the buyer and the shop's people while the case is talked over, and in a dispute while
    evidence is taken. Raises InvalidInput, TextTooLong, TooMuchEvidence, EvidenceClosed,
    NotFound, NotAllowed, IdempotencyConflict.
    """
    if evidence.is_empty:
        raise InvalidInput(field="evidence")

    def run(case: AfterSale, by: str) -> None:
        dispute: Dispute | None = None
        if case.status == AfterSaleStatus.DISPUTED:
            dispute = lock_dispute_of(case)
            if dispute.status not in _OPEN:
                raise EvidenceClosed()
        elif case.status not in TALKING:
            raise EvidenceClosed()
        keep_evidence(actor=actor, case=case, side=by, evidence=evidence, dispute=dispute)

    return step_once(
        actor=actor,
        action="give_evidence",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer", "merchant"),
        words=evidence.words,
        run=run,
    )


def keep_evidence(
    *,
    actor: Actor,
    case: AfterSale,
    side: str,
    evidence: EvidenceInput,
    dispute: Dispute | None = None,
) -> None:
    """Write it down; raises TextTooLong, TooMuchEvidence, InvalidInput."""
    if len(evidence.pictures) + len(evidence.videos) > MAX_FILES:
        raise TooMuchEvidence(limit=MAX_FILES)
    if any(not 0 < len(key) <= KEY_LIMIT for key in (*evidence.pictures, *evidence.videos)):
        raise InvalidInput(field="pictures")
    Evidence.objects.create(
        after_sale=case,
        dispute=dispute,
        side=side,
        person_id=actor.require_person(),
        text=clean_text(evidence.text, field="text", limit=TEXT_LIMIT, required=False),
        pictures=list(evidence.pictures),
        videos=list(evidence.videos),
        at=clock.now(),
    )
    record(
        EvidenceGiven(
            after_sale_id=case.id, shop_id=case.shop_id, buyer_id=case.buyer_id, side=side
        )
    )
