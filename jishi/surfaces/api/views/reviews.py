"""Reviews and questions: to read, to write, to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.content.media.queries import get_asset
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.signing import media_url
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of, find_actor_of
from jishi.surfaces.api.schemas.parts import ErrorOut, PageOut
from jishi.surfaces.api.schemas.reviews import (
    QuestionOut,
    ReviewIn,
    ReviewOut,
    SummaryOut,
    WordsIn,
)
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Limit
from jishi.surfaces.market.presenters.reviews import half_a_name
from jishi.trade.catalog.queries import get_product
from jishi.trade.reviews.actions.answer_question import answer_question
from jishi.trade.reviews.actions.answer_review import answer_review
from jishi.trade.reviews.actions.ask_question import ask_question
from jishi.trade.reviews.actions.follow_up_review import follow_up_review
from jishi.trade.reviews.actions.write_review import write_review
from jishi.trade.reviews.queries import (
    get_question,
    get_review,
    get_summary,
    list_questions,
    list_reviews,
    list_shop_questions,
    list_shop_reviews,
)
from jishi.trade.reviews.types import QuestionView, ReviewFilter, ReviewView, Stars

router = Router(tags=["reviews"])
BUY, SELL = Allowed(Scope.ORDERS_WRITE), Allowed(Scope.SHOP_WRITE)
LOOK = Allowed(Scope.SHOP_READ)
OPEN = {404: ErrorOut, 422: ErrorOut}


@router.get("/products/{product_id}/reviews", response={200: PageOut[ReviewOut], **OPEN})
def list_said(
    request: HttpRequest,
    product_id: UUID,
    which: ReviewFilter = ReviewFilter.ALL,
    cursor: str | None = None,
    limit: Limit = 20,
) -> HttpResponse:
    """Reviews of a product, newest first."""
    get_product(product_id, find_actor_of(request))
    page = list_reviews(product_id, which=which, cursor=cursor, limit=limit)
    return list_answer(_show_reviews(page.items), page.next_cursor)


@router.get("/products/{product_id}/reviews/summary", response={200: SummaryOut, **OPEN})
def read_summary(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """All reviews of a product in figures."""
    get_product(product_id, find_actor_of(request))
    found = get_summary(product_id)
    return answer(
        {
            "count": found.count,
            "average": found.average,
            "by_stars": found.by_stars,
            "with_pictures": found.with_pictures,
            "followed_up": found.followed_up,
            "critical": found.critical,
        }
    )


@router.post(
    "/orders/{order_id}/lines/{line_id}/review", response={201: ReviewOut, **REFUSALS}, auth=BUY
)
def write(request: HttpRequest, order_id: UUID, line_id: UUID, given: ReviewIn) -> HttpResponse:
    """Review a line of one's own received order."""
    actor = actor_of(request)
    if given.video_id is not None:
        get_asset(actor, given.video_id)
    with durable():
        review = write_review(
            actor=actor,
            order_id=order_id,
            line_id=line_id,
            stars=Stars(given.product_stars, given.dispatch_stars, given.service_stars),
            body=given.body,
            video_id=given.video_id,
            is_anonymous=given.is_anonymous,
        )
    return answer(_show_reviews([review])[0], 201)


@router.post("/reviews/{review_id}/follow-up", response={200: ReviewOut, **REFUSALS}, auth=BUY)
def add(request: HttpRequest, review_id: UUID, words: WordsIn) -> HttpResponse:
    """Add to one's own review, once."""
    with durable():
        review = follow_up_review(actor=actor_of(request), review_id=review_id, body=words.body)
    return answer(_show_reviews([review])[0])


@router.get("/shops/{shop_id}/reviews", response={200: PageOut[ReviewOut], **REFUSALS}, auth=LOOK)
def list_received(
    request: HttpRequest,
    shop_id: UUID,
    unanswered: bool = False,
    which: ReviewFilter = ReviewFilter.ALL,
    cursor: str | None = None,
    limit: Limit = 20,
) -> HttpResponse:
    """Reviews of a shop's goods, for its people."""
    page = list_shop_reviews(
        actor_of(request), shop_id, which=which, unanswered=unanswered, cursor=cursor, limit=limit
    )
    return list_answer(_show_reviews(page.items), page.next_cursor)


@router.post(
    "/shops/{shop_id}/reviews/{review_id}/answer", response={200: ReviewOut, **REFUSALS}, auth=SELL
)
def answer_one(
    request: HttpRequest, shop_id: UUID, review_id: UUID, words: WordsIn
) -> HttpResponse:
    """Put the shop's answer under a review, in place of an earlier one."""
    actor = actor_of(request)
    if get_review(actor, review_id).shop_id != shop_id:
        raise NotFound()
    with durable():
        review = answer_review(actor=actor, review_id=review_id, body=words.body)
    return answer(_show_reviews([review])[0])


@router.get("/products/{product_id}/questions", response={200: PageOut[QuestionOut], **OPEN})
def list_asked(
    request: HttpRequest, product_id: UUID, cursor: str | None = None, limit: Limit = 20
) -> HttpResponse:
    """Questions about a product, newest first."""
    get_product(product_id, find_actor_of(request))
    return page_answer(list_questions(product_id, cursor=cursor, limit=limit), _show_question)


@router.post("/products/{product_id}/questions", response={201: QuestionOut, **REFUSALS}, auth=BUY)
def ask(request: HttpRequest, product_id: UUID, words: WordsIn) -> HttpResponse:
    """Ask the shop and its buyers."""
    with durable():
        question = ask_question(actor=actor_of(request), product_id=product_id, body=words.body)
    return answer(_show_question(question), 201)


@router.post("/questions/{question_id}/answer", response={200: QuestionOut, **REFUSALS}, auth=BUY)
def tell(request: HttpRequest, question_id: UUID, words: WordsIn) -> HttpResponse:
    """Answer as somebody who has received the product."""
    with durable():
        question = answer_question(
            actor=actor_of(request), question_id=question_id, body=words.body
        )
    return answer(_show_question(question))


@router.get(
    "/shops/{shop_id}/questions", response={200: PageOut[QuestionOut], **REFUSALS}, auth=LOOK
)
def list_open(
    request: HttpRequest,
    shop_id: UUID,
    unanswered: bool = True,
    cursor: str | None = None,
    limit: Limit = 20,
) -> HttpResponse:
    """Questions about a shop's goods, for its people."""
    page = list_shop_questions(
        actor_of(request), shop_id, unanswered=unanswered, cursor=cursor, limit=limit
    )
    return page_answer(page, _show_question)


@router.post(
    "/shops/{shop_id}/questions/{question_id}/answer",
    response={200: QuestionOut, **REFUSALS},
    auth=SELL,
)
def tell_for_shop(
    request: HttpRequest, shop_id: UUID, question_id: UUID, words: WordsIn
) -> HttpResponse:
    """Answer a question for the shop."""
    if get_question(question_id).shop_id != shop_id:
        raise NotFound()
    with durable():
        question = answer_question(
            actor=actor_of(request), question_id=question_id, body=words.body
        )
    return answer(_show_question(question))


def _show_reviews(reviews: Sequence[ReviewView]) -> list[dict[str, Any]]:
    people = list_person_cards({r.buyer_id for r in reviews if not r.is_anonymous})
    names = {person.id: half_a_name(person.display_name) for person in people.values()}
    return [_show_review(r, None if r.is_anonymous else names.get(r.buyer_id)) for r in reviews]


def _show_review(review: ReviewView, author: str | None) -> dict[str, Any]:
    return {
        "id": review.id,
        "product_id": review.product_id,
        "options": review.options_text,
        "stars": {
            "product": review.stars.product,
            "dispatch": review.stars.dispatch,
            "service": review.stars.service,
        },
        "body": review.body,
        "picture_urls": [media_url(key) for key in review.pictures],
        "author": author,
        "written_at": review.written_at,
        "follow_up": review.follow_up,
        "follow_up_picture_urls": [media_url(key) for key in review.follow_up_pictures],
        "followed_up_at": review.followed_up_at,
        "answer": review.answer,
        "answered_at": review.answered_at,
    }


def _show_question(question: QuestionView) -> dict[str, Any]:
    return {
        "id": question.id,
        "product_id": question.product_id,
        "body": question.body,
        "asked_at": question.asked_at,
        "answers": [
            {"id": a.id, "is_shop": a.is_shop, "body": a.body, "answered_at": a.answered_at}
            for a in question.answers
        ],
    }
