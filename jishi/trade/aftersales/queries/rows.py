"""How rows of after-sales become value objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from jishi.trade.aftersales.models import AfterSale, AfterSaleMove, Dispute, Evidence, Offer, Ruling
from jishi.trade.aftersales.rules import next_steps
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    AfterSaleView,
    DisputeStatus,
    DisputeView,
    EvidenceView,
    Liability,
    MoveView,
    OfferView,
    Outcome,
    Reason,
    ReturnAddressView,
    RulingView,
    Side,
)

_SAME = (
    "id", "number", "order_id", "order_number", "shop_id", "buyer_id", "line_id", "sku_id",
    "product_id", "title", "options_text", "picture_key", "quantity", "amount_minor",
    "freight_minor", "currency", "is_fast", "due_at", "requested_at", "return_carrier",
    "return_number", "returned_at", "restocked_at", "sellable", "damaged", "replacement_carrier",
    "replacement_number", "replaced_at", "refunded_minor", "refunded_at", "arrived_at",
    "ended_at", "reject_reason",
)  # fmt: skip


def case_of(
    row: AfterSale,
    *,
    dispute: DisputeView | None = None,
    offers: Iterable[Offer] = (),
    evidence: Iterable[Evidence] = (),
    moves: Iterable[AfterSaleMove] = (),
) -> AfterSaleView:
    """The view of a row with what belongs to it, and its next steps."""
    view = AfterSaleView(
        **{name: getattr(row, name) for name in _SAME},
        kind=AfterSaleKind(row.kind),
        status=AfterSaleStatus(row.status),
        reason=Reason(row.reason),
        return_address=ReturnAddressView(**row.return_address) if row.return_address else None,
        dispute=dispute,
        offers=tuple(_offer(o) for o in offers),
        evidence=tuple(_evidence(e) for e in evidence),
        moves=tuple(MoveView(m.source, m.target, m.by, m.note, m.at) for m in moves),
    )
    return replace(view, next_steps=next_steps(view))


def _offer(row: Offer) -> OfferView:
    kind = AfterSaleKind(row.kind)
    return OfferView(
        row.number, kind, row.amount_minor, row.freight_minor, row.note, row.answer, row.at
    )


def _evidence(row: Evidence) -> EvidenceView:
    return EvidenceView(
        id=row.id,
        side=Side(row.side),
        text=row.text,
        pictures=tuple(row.pictures),
        videos=tuple(row.videos),
        in_dispute=row.dispute_id is not None,
        at=row.at,
    )


def dispute_of(row: Dispute, rulings: Sequence[Ruling]) -> DisputeView:
    """The view of a dispute with its rulings, first to last."""
    return DisputeView(
        id=row.id,
        after_sale_id=row.after_sale_id,
        number=row.number,
        status=DisputeStatus(row.status),
        claim=row.claim,
        due_at=row.due_at,
        is_overdue=row.overdue_at is not None,
        opened_at=row.opened_at,
        appealed_by=Side(row.appealed_by) if row.appealed_by else None,
        appeal_reason=row.appeal_reason,
        ended_at=row.ended_at,
        rulings=tuple(_ruling(r) for r in rulings),
    )


def _ruling(row: Ruling) -> RulingView:
    return RulingView(
        number=row.number,
        outcome=Outcome(row.outcome),
        liability=Liability(row.liability),
        amount_minor=row.amount_minor,
        freight_minor=row.freight_minor,
        reason=row.reason,
        operator_id=row.operator_id,
        at=row.at,
    )


def last_disputes(case_ids: Iterable[UUID]) -> dict[UUID, DisputeView]:
    """The newest dispute of each case that has one, with its rulings; two statements."""
    found = Dispute.objects.filter(after_sale_id__in=list(case_ids)).order_by("number")
    newest = {row.after_sale_id: row for row in found}
    rulings: dict[UUID, list[Ruling]] = {}
    if newest:
        ids = [row.id for row in newest.values()]
        for ruling in Ruling.objects.filter(dispute_id__in=ids).order_by("number"):
            rulings.setdefault(ruling.dispute_id, []).append(ruling)
    return {case: dispute_of(row, rulings.get(row.id, [])) for case, row in newest.items()}


def cases_of(rows: Sequence[AfterSale]) -> list[AfterSaleView]:
    """Views for a list: with their disputes, without offers, evidence and history."""
    asked = [row.id for row in rows if row.status != AfterSaleStatus.REQUESTED]
    disputes = last_disputes(asked) if asked else {}
    return [case_of(row, dispute=disputes.get(row.id)) for row in rows]
