"""What buyers say and ask, and the shop's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.presenters.reviews import present_questions, present_reviews
from jishi.trade.reviews.actions.answer_question import answer_question
from jishi.trade.reviews.actions.answer_review import answer_review
from jishi.trade.reviews.queries import (
    count_open_questions,
    count_unanswered,
    get_question,
    get_review,
    list_shop_questions,
    list_shop_reviews,
)
from jishi.trade.reviews.types import ANSWER_LIMIT, ReviewFilter

TABS = ("waiting", "critical", "all")


@require_safe
@desk_page()
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Reviews of the shop's goods: those without an answer first."""
    tab = request.GET.get("tab", TABS[0])
    page = list_shop_reviews(
        desk.actor,
        desk.shop.id,
        which=ReviewFilter.CRITICAL if tab == "critical" else ReviewFilter.ALL,
        unanswered=tab == TABS[0],
        cursor=request.GET.get("cursor") or None,
    )
    data = {
        **_frame(desk, tab if tab in TABS else TABS[0]),
        "cards": present_reviews(page.items),
        "next_cursor": page.next_cursor,
    }
    return render(request, "desk/reviews.html", data)


@require_safe
@desk_page()
def questions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Questions about the shop's goods that it has not answered."""
    page = list_shop_questions(desk.actor, desk.shop.id, cursor=request.GET.get("cursor") or None)
    data = {
        **_frame(desk, "questions"),
        "cards": present_questions(desk.actor, page.items),
        "next_cursor": page.next_cursor,
    }
    return render(request, "desk/questions.html", data)


@require_POST
@desk_page()
def answer(request: HttpRequest, desk: Desk, review_id: UUID) -> HttpResponse:
    """Puts the shop's answer under a review."""
    if get_review(desk.actor, review_id).shop_id != desk.shop.id:
        raise NotFound()
    with durable():
        answer_review(actor=desk.actor, review_id=review_id, body=request.POST.get("body", ""))
    messages.success(request, gettext("Your answer is there"))
    return redirect(f"/shop/{desk.shop.id}/reviews/")


@require_POST
@desk_page()
def reply(request: HttpRequest, desk: Desk, question_id: UUID) -> HttpResponse:
    """Answers a question for the shop."""
    if get_question(question_id).shop_id != desk.shop.id:
        raise NotFound()
    with durable():
        answer_question(
            actor=desk.actor, question_id=question_id, body=request.POST.get("body", "")
        )
    messages.success(request, gettext("Your answer is there"))
    return redirect(f"/shop/{desk.shop.id}/questions/")


def _frame(desk: Desk, tab: str) -> dict[str, object]:
    return {
        "desk": desk,
        "section": "reviews",
        "tab": tab,
        "critical_count": count_unanswered(desk.shop.id),
        "question_count": count_open_questions(desk.shop.id),
        "limit": ANSWER_LIMIT,
    }
