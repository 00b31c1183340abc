"""Forget, or hand out, what a person said about goods."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.reviews.models import Answer, Question, Review


def erase_reviewer(*, actor: Actor, person_id: UUID) -> None:
    """Reviews stay without a name and pictures, questions and answers of the person go."""
    require_transaction()
    Review.objects.filter(buyer_id=person_id).update(
        is_anonymous=True, pictures=[], follow_up_pictures=[], video_id=None
    )
    Answer.objects.filter(person_id=person_id, is_shop=False).delete()
    Question.objects.filter(person_id=person_id).delete()


class ReviewerData:
    """What reviews add to the export of somebody's data (accounts' PersonDataSource)."""

    name = "reviews"

    def collect(self, person_id: UUID) -> object:
        """Reviews, questions and answers, as plain JSON values."""
        return {
            "reviews": [
                {
                    "title": row.title,
                    "stars": [row.product_stars, row.dispatch_stars, row.service_stars],
                    "body": row.body,
                    "follow_up": row.follow_up,
                    "written_at": row.written_at.isoformat(),
                }
                for row in Review.objects.filter(buyer_id=person_id).order_by("written_at")
            ],
            "questions": list(
                Question.objects.filter(person_id=person_id)
                .order_by("asked_at")
                .values_list("body", flat=True)
            ),
            "answers": list(
                Answer.objects.filter(person_id=person_id)
                .order_by("answered_at")
                .values_list("body", flat=True)
            ),
        }

    def erase(self, person_id: UUID) -> None:
        """Runs as the account is closed."""
        erase_reviewer(actor=SYSTEM, person_id=person_id)
