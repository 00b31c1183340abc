"""Timers of papers, and the nightly look at what shops may sell."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.transactions import durable
from jishi.trade.shops.actions.expire_document import expire_document
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.actions.remind_of_document import remind_of_document
from jishi.trade.shops.actions.score_shops import score_shops
from jishi.trade.shops.queries.documents import list_ended_documents, list_ending_documents
from jishi.trade.shops.queries.shops import list_living_shops


def _expire(document_id: UUID) -> None:
    expire_document(document_id=document_id)


def _remind(document_id: UUID) -> None:
    remind_of_document(document_id=document_id)


register_timer("shops.document_ends", list_ended_documents, _expire)
register_timer("shops.document_reminder", list_ending_documents, _remind)


@app.periodic(cron="40 2 * * *")
@app.task(name="shops.review_standings", queue="timers", queueing_lock="shops.review_standings")
def review_standings(timestamp: int) -> None:
    """Measure every shop by the policies of today; a shop at a time."""
    for shop_id in list_living_shops():
        with durable():
            refresh_standing(shop_id=shop_id)


@app.periodic(cron="20 3 * * *")
@app.task(name="shops.score_shops", queue="timers", queueing_lock="shops.score_shops")
def score_all(timestamp: int) -> None:
    """Score every shop from the facts of the last 90 days."""
    with durable():
        score_shops()
