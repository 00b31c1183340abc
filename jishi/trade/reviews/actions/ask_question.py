"""Somebody asks about a product before buying it."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_product
from jishi.trade.reviews.events import QuestionAsked
from jishi.trade.reviews.models import Question
from jishi.trade.reviews.queries.questions import get_question
from jishi.trade.reviews.types import QUESTION_LIMIT, QuestionView


def ask_question(*, actor: Actor, product_id: UUID, body: str) -> QuestionView:
    """Ask the shop, and those who have bought a product, about it; everybody sees it.

    Raises NotSignedIn, NotFound for a product that is not on the shelf, InvalidInput,
    TextTooLong, TooManyRequests.
    """
    require_transaction()
    person_id = actor.require_person()
    text = clean_text(body, field="question", limit=QUESTION_LIMIT)
    product = get_product(product_id, actor)
    if not product.is_buyable:
        raise NotFound()
    check_rate("reviews.ask", person_id, "20/hour")
    row = Question.objects.create(
        product_id=product_id,
        shop_id=product.shop_id,
        person_id=person_id,
        body=text,
        asked_at=clock.now(),
    )
    record(
        QuestionAsked(
            question_id=row.id, product_id=product_id, shop_id=row.shop_id, person_id=person_id
        )
    )
    return get_question(row.id)
