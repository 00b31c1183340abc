"""Apply for money back, for a return, for an exchange, for the difference to a lower price."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.aftersales.actions._application import Application, check_application, lock_file
from jishi.trade.aftersales.actions._refund import refund_case
from jishi.trade.aftersales.actions._waits import case_due
from jishi.trade.aftersales.actions.give_evidence import keep_evidence
from jishi.trade.aftersales.actions.move_after_sale import hold_reference
from jishi.trade.aftersales.events import AfterSaleRequested
from jishi.trade.aftersales.models import AfterSale, AfterSaleMove
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.queries.claims import compute_claim, earns_fast_refund
from jishi.trade.aftersales.rules import REASONS
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    AfterSaleView,
    EvidenceInput,
    Reason,
)
from jishi.trade.orders.queries import get_order
from jishi.trade.orders.types import OrderView
from jishi.trade.settlement.actions.hold_release import hold_release


def apply_for_after_sale(
    *,
    actor: Actor,
    order_id: UUID,
    line_id: UUID,
    kind: AfterSaleKind,
    reason: Reason,
    quantity: int,
    amount_minor: int | None = None,
    evidence: EvidenceInput | None = None,
    idempotency_key: str,
) -> AfterSaleView:
    """Open a case about so many of a line; its order is not settled before the case ends.

    For the buyer of an order on its way or received. Without `amount_minor` all that the pieces
    have cost is asked for; of price protection the market knows the amount and pays at once, as
    it does for a good buyer with evidence up to the published limit. Raises NothingToClaim,
    ClaimTooLate, TooManyApplications, QuantityNotFree, AmountTooHigh, ReasonUnfit,
    EvidenceMissing, TooMuchEvidence, NoPriceDrop, TextTooLong, InvalidInput, NotFound,
    IdempotencyConflict.
    """
    require_transaction()
    wish = Application(line_id, kind, reason, quantity, amount_minor, evidence or EvidenceInput())
    person_id = actor.require_person()

    def run() -> UUID:
        return _open(actor, order_id, wish).id

    case_id = once(
        scope="aftersales.apply",
        owner=person_id,
        key=idempotency_key,
        value=[str(order_id), *wish.words],
        kind=UUID,
        run=run,
    )
    return load_case(case_id)


def _open(actor: Actor, order_id: UUID, wish: Application) -> AfterSale:
    order = get_order(actor, order_id)
    if actor.is_operator or actor.person_id != order.buyer_id:
        raise NotFound()
    number = lock_file(order_id)
    claim = compute_claim(order)
    amount, freight = check_application(claim, wish)
    case = _write(actor, order, wish, number=number, amount=amount, freight=freight)
    if not wish.evidence.is_empty:
        keep_evidence(actor=actor, case=case, side="buyer", evidence=wish.evidence)
    rule = REASONS[wish.reason]
    if wish.kind is AfterSaleKind.PRICE_PROTECTION:
        refund_case(actor=SYSTEM, case=case, by="system", note="the price has fallen")
    elif wish.kind is AfterSaleKind.REFUND_ONLY and rule.needs_picture and earns_fast_refund(case):
        case.is_fast = True
        refund_case(actor=SYSTEM, case=case, by="system", note="fast refund")
    else:
        hold_release(
            actor=actor,
            order_id=order_id,
            reason=f"after-sale {case.number}",
            business_ref=hold_reference(case),
        )
    return case


def _write(
    actor: Actor, order: OrderView, wish: Application, *, number: int, amount: int, freight: int
) -> AfterSale:
    line = next(line for line in order.lines if line.id == wish.line_id)
    now, status = clock.now(), AfterSaleStatus.REQUESTED
    case = AfterSale.objects.create(
        id=new_id(),
        number=f"{order.number}-S{number}",
        order_id=order.id,
        order_number=order.number,
        shop_id=order.shop_id,
        buyer_id=order.buyer_id,
        line_id=line.id,
        sku_id=line.sku_id,
        product_id=line.product_id,
        title=line.title,
        options_text=line.options_text[:200],
        picture_key=line.picture_key,
        kind=wish.kind,
        reason=wish.reason,
        quantity=wish.quantity,
        amount_minor=amount,
        freight_minor=freight,
        currency=order.currency,
        due_at=case_due(status, now),
        requested_at=now,
    )
    AfterSaleMove.objects.create(
        after_sale=case, target=status, by="buyer", actor_id=actor.person_id, at=now
    )
    audit(
        actor=actor,
        action="apply_for_after_sale",
        subject_kind="after_sale",
        subject_id=case.id,
        detail={"kind": wish.kind, "amount_minor": amount, "order": str(order.id)},
    )
    record(
        AfterSaleRequested(
            after_sale_id=case.id,
            order_id=order.id,
            line_id=line.id,
            product_id=line.product_id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            kind=wish.kind,
            reason=wish.reason,
            quantity=wish.quantity,
            amount_minor=amount,
            currency=order.currency,
        )
    )
    return case
