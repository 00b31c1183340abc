"""Questions about a product, and their answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.reviews import load_questions
from jishi.surfaces.market.requests import signed_in, visitor
from jishi.trade.catalog.queries import get_product
from jishi.trade.orders.queries import has_received
from jishi.trade.reviews.actions.answer_question import answer_question
from jishi.trade.reviews.actions.ask_question import ask_question
from jishi.trade.reviews.actions.hide_question import hide_question
from jishi.trade.reviews.queries import get_question
from jishi.trade.reviews.types import ANSWER_LIMIT, QUESTION_LIMIT


@require_safe
def show_questions(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """What people asked about a product and were told; those who have bought it may answer."""
    viewer = visitor(request)
    product = get_product(product_id, viewer)
    cards, cursor = load_questions(viewer, product_id, cursor=request.GET.get("cursor") or None)
    person_id = viewer.person_id if viewer else None
    data = {
        "section": "mall",
        "product": product,
        "back": f"/g/{product_id}",
        "cards": cards,
        "next_cursor": cursor,
        "may_answer": person_id is not None and has_received(person_id, product_id),
        "question_limit": QUESTION_LIMIT,
        "answer_limit": ANSWER_LIMIT,
    }
    return render(request, "market/questions.html", data)


@require_POST
@signed_in
def ask(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponse:
    """Asks the shop and its buyers."""
    with durable():
        ask_question(actor=actor, product_id=product_id, body=request.POST.get("body", ""))
    messages.success(request, gettext("Asked: the shop and its buyers see it now"))
    return redirect(f"/g/{product_id}/questions")


@require_POST
@signed_in
def answer(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """Answers as somebody who has bought it, or as the shop."""
    with durable():
        question = answer_question(
            actor=actor, question_id=question_id, body=request.POST.get("body", "")
        )
    messages.success(request, gettext("Your answer is there"))
    return redirect(f"/g/{question.product_id}/questions")


@require_POST
@signed_in
def take_back(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """Takes one's own question away."""
    question = get_question(question_id)
    with durable():
        hide_question(actor=actor, question_id=question_id)
    messages.success(request, gettext("Your question is gone"))
    return redirect(f"/g/{question.product_id}/questions")
