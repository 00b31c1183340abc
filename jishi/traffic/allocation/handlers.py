"""New posts get their first impressions; posts that leave lose theirs."""

from __future__ import annotations

from datetime import timedelta

from jishi.content.posts.events import PostPublished, PostRemoved, PostRestricted
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.traffic.allocation.actions import grant_impressions, void_grants
from jishi.traffic.allocation.policies import FIRST_DAYS, FIRST_IMPRESSIONS


@subscribe(PostPublished)
def promise_first_impressions(event: PostPublished) -> None:
    """Every new public post is shown to a number of viewers, whoever made it."""
    if event.visibility == "public":
        grant_impressions(
            actor=SYSTEM,
            post_id=event.post_id,
            author_id=event.author_id,
            promised=FIRST_IMPRESSIONS.get(),
            until=clock.now() + timedelta(days=FIRST_DAYS.get()),
        )


@subscribe(PostRestricted)
def void_when_restricted(event: PostRestricted) -> None:
    """What may not be in feeds cannot be owed a place there."""
    void_grants(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostRemoved)
def void_when_removed(event: PostRemoved) -> None:
    """Nothing is owed to a post that is gone."""
    void_grants(actor=SYSTEM, post_id=event.post_id)
