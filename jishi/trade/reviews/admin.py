from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import Button, RoomAdmin
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.actions.hide_question import hide_question
from jishi.trade.reviews.actions.hide_review import hide_review
from jishi.trade.reviews.actions.show_review import show_review
from jishi.trade.reviews.models import Question, Review


def _hide(operator: Actor, review_id: UUID, note: str) -> None:
    hide_review(actor=operator, review_id=review_id, reason=note)


def _hide_question(operator: Actor, question_id: UUID, _note: str) -> None:
    hide_question(actor=operator, question_id=question_id)


def _show(operator: Actor, review_id: UUID, _note: str) -> None:
    show_review(actor=operator, review_id=review_id)


@admin.register(Review)
class ReviewAdmin(RoomAdmin):
    heading = _("Reviews")
    subject_kind = "review"
    list_display = ("title", "product_stars", "body", "shop", "buyer", "written_at", "hidden_at")
    list_filter = ("product_stars",)
    list_select_related = ("shop", "buyer")
    search_fields = ("title", "body", "shop__name")
    ordering = ("-written_at",)
    fields = (
        ("title", "options_text"),
        ("shop", "buyer"),
        ("product_stars", "dispatch_stars", "service_stars"),
        "body",
        "follow_up",
        "answer",
        ("written_at", "followed_up_at", "answered_at"),
        ("hidden_at", "hidden_because"),
    )
    buttons = (
        Button(
            "hide",
            _("Hide"),
            _hide,
            kind="danger",
            note=_("Which rule it breaks; its writer reads it"),
            needs_note=True,
            shown=lambda review: review.hidden_at is None,
        ),
        Button("show", _("Show again"), _show, shown=lambda review: review.hidden_at is not None),
    )


@admin.register(Question)
class QuestionAdmin(RoomAdmin):
    heading = _("Questions about goods")
    subject_kind = "question"
    list_display = ("body", "shop", "person", "asked_at", "is_answered", "hidden_at")
    list_select_related = ("shop", "person")
    search_fields = ("body", "shop__name")
    ordering = ("-asked_at",)
    fields = ("body", ("shop", "person"), ("asked_at", "is_answered", "hidden_at"))
    buttons = (
        Button(
            "hide",
            _("Hide"),
            _hide_question,
            kind="danger",
            shown=lambda question: question.hidden_at is None,
        ),
    )
