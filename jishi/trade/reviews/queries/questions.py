"""Reads of questions and answers: under a product, on a shop's desk."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.reviews.models import Answer, Question
from jishi.trade.reviews.types import AnswerView, QuestionView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def list_questions(
    product_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[QuestionView]:
    """Questions about a product, newest first, each with its answers; two statements."""
    rows = Question.objects.filter(product_id=product_id, hidden_at=None)
    return _page(rows, cursor, limit)


def list_shop_questions(
    actor: Actor,
    shop_id: UUID,
    *,
    unanswered: bool = True,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[QuestionView]:
    """Questions about a shop's goods, newest first; three statements.

    Raises NotSignedIn, NotAllowed for people who may not answer buyers.
    """
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    rows = Question.objects.filter(shop_id=shop_id, hidden_at=None)
    return _page(rows.filter(is_answered=False) if unanswered else rows, cursor, limit)


def get_question(question_id: UUID) -> QuestionView:
    """One question with its answers; raises NotFound."""
    row = Question.objects.filter(id=question_id, hidden_at=None).first()
    if row is None:
        raise NotFound()
    return _views([row])[0]


def count_open_questions(shop_id: UUID) -> int:
    """Questions that the shop has not answered."""
    return Question.objects.filter(shop_id=shop_id, hidden_at=None, is_answered=False).count()


def lock_question(question_id: UUID) -> Question:
    """The row, locked to the end of the transaction; raises NotFound."""
    rows = Question.objects.select_for_update(no_key=True)
    row = rows.filter(id=question_id, hidden_at=None).first()
    if row is None:
        raise NotFound()
    return row


def _page(rows: QuerySet[Question], cursor: str | None, limit: int) -> Page[QuestionView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, last = decode_time_cursor(cursor)
        rows = rows.filter(Q(asked_at__lt=at) | Q(asked_at=at, id__lt=last))
    found = list(rows.order_by("-asked_at", "-id")[: limit + 1])
    return make_page(_views(found), limit, lambda question: (question.asked_at, question.id))


def _views(rows: Sequence[Question]) -> list[QuestionView]:
    answers: dict[UUID, list[AnswerView]] = {}
    found = Answer.objects.filter(question_id__in=[row.id for row in rows])
    for row in found.order_by("-is_shop", "answered_at", "id"):  # the shop's answer first
        answers.setdefault(row.question_id, []).append(
            AnswerView(row.id, row.person_id, row.is_shop, row.body, row.answered_at)
        )
    return [
        QuestionView(
            id=row.id,
            product_id=row.product_id,
            shop_id=row.shop_id,
            person_id=row.person_id,
            body=row.body,
            asked_at=row.asked_at,
            answers=tuple(answers.get(row.id, ())),
        )
        for row in rows
    ]
