"""Offer a buyer other terms."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._bounds import check_terms
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.errors import ReturnAddressMissing, TooManyOffers
from jishi.trade.aftersales.models import AfterSale, Offer
from jishi.trade.aftersales.queries.cases import find_return_address
from jishi.trade.aftersales.rules import AFTER_SALE, MAX_OFFERS, NOTE_LIMIT
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, AfterSaleView


def offer_terms(
    *,
    actor: Actor,
    case_id: UUID,
    kind: AfterSaleKind,
    amount_minor: int,
    freight_minor: int = 0,
    note: str,
    idempotency_key: str,
) -> AfterSaleView:
    """Propose another kind or another amount; the buyer accepts or refuses.

    For the shop's people, at most three times. Raises InvalidInput, TextTooLong, AmountTooHigh,
    ReturnAddressMissing, TooManyOffers, NotFound, NotAllowed, TransitionRefused,
    IdempotencyConflict.
    """
    note = clean_line(note, field="note", limit=NOTE_LIMIT)

    def run(case: AfterSale, by: str) -> None:
        AFTER_SALE.check(case.status, AfterSaleStatus.OFFERED, by)
        count = Offer.objects.filter(after_sale=case).count()
        if count >= MAX_OFFERS:
            raise TooManyOffers(limit=MAX_OFFERS)
        check_terms(case, kind, amount_minor, freight_minor)
        if kind.has_return and find_return_address(case.shop_id) is None:
            raise ReturnAddressMissing()
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.OFFERED, by=by, note=note)
        Offer.objects.create(
            after_sale=case,
            number=count + 1,
            kind=kind,
            amount_minor=amount_minor,
            freight_minor=freight_minor,
            note=note,
            at=clock.now(),
        )

    return step_once(
        actor=actor,
        action="offer_terms",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        words=(kind, amount_minor, freight_minor, note),
        run=run,
    )
