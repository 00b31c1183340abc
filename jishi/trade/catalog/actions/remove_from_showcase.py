"""Take products out of a showcase."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._showcase import require_showcase
from jishi.trade.catalog.events import ShowcaseChanged
from jishi.trade.catalog.models import ShowcaseEntry
from jishi.trade.catalog.queries.showcases import list_showcase
from jishi.trade.catalog.types import ShowcaseItem, ShowcaseOwner


def remove_from_showcase(
    *, actor: Actor, owner: ShowcaseOwner, product_ids: Sequence[UUID]
) -> tuple[ShowcaseItem, ...]:
    """Take them out; nothing happens for what isn't there. Raises NotAllowed."""
    require_transaction()
    require_showcase(actor, owner)
    rows = ShowcaseEntry.objects.filter(
        owner_kind=owner.kind, owner_id=owner.id, product_id__in=list(product_ids)
    )
    if rows.delete()[0]:
        audit(
            actor=actor,
            action="remove_from_showcase",
            subject_kind=owner.kind,
            subject_id=owner.id,
        )
        record(ShowcaseChanged(owner_kind=owner.kind, owner_id=owner.id))
    return list_showcase(owner, actor)
