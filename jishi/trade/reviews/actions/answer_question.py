"""The shop, or somebody who has bought the product, answers a question."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.queries import has_received
from jishi.trade.reviews.errors import AnsweredByYou, BuyersOnly
from jishi.trade.reviews.events import QuestionAnswered
from jishi.trade.reviews.models import Answer
from jishi.trade.reviews.queries.questions import get_question, lock_question
from jishi.trade.reviews.types import ANSWER_LIMIT, QuestionView
from jishi.trade.shops.queries import has_shop_right
from jishi.trade.shops.types import Right


def answer_question(*, actor: Actor, question_id: UUID, body: str) -> QuestionView:
    """Answer once a question about goods that one sells or has received.

    Raises NotSignedIn, NotFound, BuyersOnly, AnsweredByYou, InvalidInput, TextTooLong.
    """
    require_transaction()
    person_id = actor.require_person()
    text = clean_text(body, field="answer", limit=ANSWER_LIMIT)
    row = lock_question(question_id)
    is_shop = has_shop_right(person_id, row.shop_id, Right.ANSWER_BUYERS)
    if not is_shop and not has_received(person_id, row.product_id):
        raise BuyersOnly()
    try:
        with transaction.atomic():
            Answer.objects.create(
                question=row,
                person_id=person_id,
                is_shop=is_shop,
                body=text,
                answered_at=clock.now(),
            )
    except IntegrityError:
        raise AnsweredByYou() from None
    if is_shop and not row.is_answered:
        row.is_answered = True
        row.save(update_fields=["is_answered"])
    record(
        QuestionAnswered(
            question_id=question_id,
            product_id=row.product_id,
            person_id=person_id,
            asked_by=row.person_id,
            is_shop=is_shop,
        )
    )
    return get_question(question_id)
