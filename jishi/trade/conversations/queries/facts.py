"""How shops answer: figures for their desk, facts for their score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from jishi.foundation.kernel import clock
from jishi.trade.conversations.models import Wait
from jishi.trade.conversations.rules import GIVEN_UP_SECONDS, SOON_SECONDS
from jishi.trade.conversations.types import AnswerFigures
from jishi.trade.shops.types import FactTally, Metric, ShopFacts


class AnswerFacts:
    """Questions answered soon, of all questions."""

    name = "conversations"

    def collect(self, since: datetime) -> Mapping[UUID, ShopFacts]:
        """By shop: good is an answer in time; one that is still out counts after a day."""
        given_up = clock.now() - timedelta(seconds=GIVEN_UP_SECONDS)
        rows = (
            Wait.objects.filter(asked_at__gte=since)
            .filter(Q(answered_at__isnull=False) | Q(asked_at__lte=given_up))
            .values("shop_id")
            .annotate(
                total=Count("id"), good=Count("id", filter=Q(staffed_seconds__lte=SOON_SECONDS))
            )
        )
        return {
            row["shop_id"]: ShopFacts({Metric.ANSWERED_SOON: FactTally(row["good"], row["total"])})
            for row in rows
        }


def get_answer_figures(shop_id: UUID, *, days: int = 30) -> AnswerFigures:
    """How a shop answered in the last days; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(answered_at), percentile_disc(0.5) WITHIN GROUP"
            " (ORDER BY staffed_seconds) FILTER (WHERE staffed_seconds IS NOT NULL)"
            " FROM conversations_wait WHERE shop_id = %s AND asked_at >= %s",
            [shop_id, clock.now() - timedelta(days=days)],
        )
        return AnswerFigures(*cursor.fetchone())
