"""Places in groups, with the group locked."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.trade.promotions.actions.move_group import move_group
from jishi.trade.promotions.errors import GroupClosed
from jishi.trade.promotions.events import GroupFormed
from jishi.trade.promotions.models import Group, GroupMember
from jishi.trade.promotions.types import GroupStatus


def pay_place(reference: str) -> None:
    """The place that a checkout holds is paid; the last one completes its group.

    Does nothing for a checkout without a group. Raises GroupClosed when the group has ended.
    """
    place = GroupMember.objects.filter(reference=reference).first()
    if place is None or place.state == "paid":
        return
    group = (
        Group.objects.select_for_update(of=("self",)).select_related("deal").get(id=place.group_id)
    )
    moved = GroupMember.objects.filter(id=place.id, state="held")
    if group.status != GroupStatus.OPEN or not moved.update(state="paid", paid_at=clock.now()):
        raise GroupClosed()
    paid = list(group.members.filter(state="paid").order_by("paid_at", "id"))
    if len(paid) >= group.deal.size:
        move_group(group, GroupStatus.FORMED)
        record(
            GroupFormed(
                group_id=group.id,
                shop_id=group.deal.shop_id,
                references=tuple(m.reference for m in paid),
            )
        )
