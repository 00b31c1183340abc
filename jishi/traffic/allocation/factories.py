"""Promises and pages for tests, made by the real actions."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import numpy as np
from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import SYSTEM
from jishi.traffic.allocation.actions import compose_feed, grant_impressions
from jishi.traffic.allocation.actions._live import owe
from jishi.traffic.allocation.types import FeedPage, Grant
from jishi.traffic.signals.factories import event, send
from jishi.traffic.signals.types import Viewer


def make_grant(post_id: UUID, *, promised: int = 5, days: int = 7) -> Grant:
    """Promise a post first impressions."""
    with transaction.atomic():
        grant = grant_impressions(
            actor=SYSTEM,
            post_id=post_id,
            author_id=uuid4(),
            promised=promised,
            until=clock.now() + timedelta(days=days),
        )
    owe(post_id, promised, 0)  # a test's own transaction never commits
    return grant


def watch(viewer: Viewer, *, limit: int = 10, seed: int | None = None) -> FeedPage:
    """Ask for a page and report each of its posts as seen."""
    page = compose_feed(viewer=viewer, limit=limit, random=np.random.default_rng(seed))
    if page.items:
        send(
            viewer,
            *(
                event("impression", i.post_id, decision_id=page.decision_id, slot=i.slot)
                for i in page.items
            ),
        )
    return page
