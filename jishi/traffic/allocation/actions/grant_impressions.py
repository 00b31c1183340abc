"""A post is promised impressions."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import after_commit, require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.traffic.allocation.actions._live import owe
from jishi.traffic.allocation.events import ImpressionsGranted
from jishi.traffic.allocation.models import ImpressionGrant
from jishi.traffic.allocation.queries.grants import grant_of
from jishi.traffic.allocation.rules import NEW_POST
from jishi.traffic.allocation.types import Grant


def grant_impressions(
    *,
    actor: Actor,
    post_id: UUID,
    author_id: UUID,
    promised: int,
    until: datetime,
    class_name: str = NEW_POST,
) -> Grant:
    """Promise a post impressions of a class until a time; a promise is given once per class.

    Returns the promise that holds, the earlier one when there was one. Raises InvalidInput.
    """
    require_transaction()
    if promised < 1:
        raise InvalidInput(field="promised")
    if class_name != NEW_POST:
        raise InvalidInput(field="class_name")
    if until <= clock.now():
        raise InvalidInput(field="until")
    row, fresh = ImpressionGrant.objects.get_or_create(
        post_id=post_id,
        class_name=class_name,
        defaults={
            "author_id": author_id,
            "promised": promised,
            "until": until,
            "granted_at": clock.now(),
        },
    )
    if fresh:
        audit(
            actor=actor,
            action="grant_impressions",
            subject_kind="post",
            subject_id=post_id,
            detail={"class": class_name, "promised": promised},
        )
        record(
            ImpressionsGranted(
                grant_id=row.id,
                post_id=post_id,
                author_id=author_id,
                class_name=class_name,
                promised=promised,
            )
        )
        after_commit(partial(owe, post_id, promised, 0))
    return grant_of(row)
