"""After-sales as plain values: what `schemas.aftersales` documents."""

from __future__ import annotations

from typing import Any

from jishi.foundation.kernel.signing import media_url
from jishi.trade.aftersales.types import (
    AfterSaleView,
    ClaimLine,
    ClaimView,
    DisputeView,
    EvidenceView,
    ReturnAddressView,
)
from jishi.trade.settlement.types import RefundSimulation

Plain = dict[str, Any]
_CASE = (
    "id", "number", "order_id", "order_number", "shop_id", "buyer_id", "line_id", "sku_id",
    "product_id", "title", "kind", "status", "reason", "quantity", "amount_minor",
    "freight_minor", "currency", "is_fast", "due_at", "requested_at", "return_carrier",
    "return_number", "sellable", "damaged", "replacement_carrier", "replacement_number",
    "refunded_minor", "refunded_at", "arrived_at", "ended_at", "reject_reason",
)  # fmt: skip
_DISPUTE = (
    "id", "number", "status", "claim", "due_at", "is_overdue", "opened_at", "appealed_by",
    "appeal_reason",
)  # fmt: skip
_RULING = ("number", "outcome", "liability", "amount_minor", "freight_minor", "reason", "at")
_OFFER = ("number", "kind", "amount_minor", "freight_minor", "note", "answer", "at")
_ADDRESS = ("name", "phone", "region", "street", "postcode")
_STEP = ("action", "by", "until", "otherwise", "is_expected")
_LINE = (
    "line_id", "free_quantity", "left_minor", "attempts_left", "price_drop_minor", "problem",
)  # fmt: skip
_EFFECT = ("account", "role", "before_minor", "back_minor", "after_minor")


def _some(value: object, names: tuple[str, ...]) -> Plain:
    return {name: getattr(value, name) for name in names}


def show_case(case: AfterSaleView) -> Plain:
    """A case with what may happen next."""
    address = case.return_address
    return _some(case, _CASE) | {
        "return_address": show_return_address(address) if address else None,
        "dispute": _dispute(case.dispute) if case.dispute else None,
        "offers": [_some(offer, _OFFER) for offer in case.offers],
        "evidence": [_evidence(one) for one in case.evidence],
        "next_steps": [_some(step, _STEP) for step in case.next_steps],
    }


def _dispute(dispute: DisputeView) -> Plain:
    return _some(dispute, _DISPUTE) | {"rulings": [_some(r, _RULING) for r in dispute.rulings]}


def _evidence(one: EvidenceView) -> Plain:
    return {
        "side": one.side,
        "text": one.text,
        "picture_urls": [media_url(key) for key in one.pictures],
        "video_ids": one.videos,
        "in_dispute": one.in_dispute,
        "at": one.at,
    }


def show_return_address(address: ReturnAddressView) -> Plain:
    """Where goods go back to."""
    return _some(address, _ADDRESS)


def show_claim(claim: ClaimView) -> Plain:
    """What may be asked for about an order."""
    return {
        "order_id": claim.order_id,
        "currency": claim.currency,
        "freight_left_minor": claim.freight_left_minor,
        "lines": [_line(line) for line in claim.lines],
    }


def _line(line: ClaimLine) -> Plain:
    reasons = [{"reason": reason, "kinds": kinds} for reason, kinds in line.reasons]
    return _some(line, _LINE) | {"reasons": reasons}


def show_simulation(effect: RefundSimulation) -> Plain:
    """A refund thought through."""
    return {
        "currency": effect.currency,
        "is_settled": effect.is_settled,
        "buyer_minor": effect.buyer_minor,
        "platform_minor": effect.platform_minor,
        "parts": [_some(part, _EFFECT) for part in effect.parts],
    }
