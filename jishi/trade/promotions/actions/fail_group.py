"""End a group that was not complete in time."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions.move_group import move_group
from jishi.trade.promotions.events import GroupFailed
from jishi.trade.promotions.models import Group
from jishi.trade.promotions.types import GroupStatus


def fail_group(*, actor: Actor, group_id: UUID) -> bool:
    """Everybody gets the money back: whoever hears GroupFailed cancels the orders.

    False when it is complete, or has time left.
    """
    require_transaction()
    rows = Group.objects.select_for_update(of=("self",)).select_related("deal")
    row = rows.filter(id=group_id, status=GroupStatus.OPEN, deadline__lte=clock.now()).first()
    if row is None:
        return False
    references = list(row.members.exclude(state="freed").values_list("reference", flat=True))
    move_group(row, GroupStatus.FAILED)
    record(GroupFailed(group_id=row.id, shop_id=row.deal.shop_id, references=tuple(references)))
    return True
