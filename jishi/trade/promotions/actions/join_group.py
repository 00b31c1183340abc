"""Take a place in a group, or open one, for a checkout."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.errors import GroupClosed, GroupJoined
from jishi.trade.promotions.models import Group, GroupDeal, GroupMember
from jishi.trade.promotions.queries import get_group
from jishi.trade.promotions.types import DealStatus, GroupStatus, GroupView


def join_group(*, actor: Actor, deal_id: UUID, group_id: UUID | None, reference: str) -> GroupView:
    """Hold a place under `reference` until it is paid; without `group_id` in a group of one's own.

    Only a place that is paid counts. Raises GroupClosed, GroupJoined, NotSignedIn.
    """
    require_transaction()
    person_id, now = actor.require_person(), clock.now()
    deal = GroupDeal.objects.filter(
        id=deal_id, status=DealStatus.LIVE, starts_at__lte=now, ends_at__gt=now
    ).first()
    if deal is None:
        raise GroupClosed()
    if group_id is None:
        group = Group.objects.create(
            deal=deal,
            opener_id=person_id,
            opened_at=now,
            deadline=now + timedelta(hours=deal.hours),
        )
    else:
        rows = Group.objects.select_for_update().filter(id=group_id, deal=deal)
        found = rows.filter(status=GroupStatus.OPEN, deadline__gt=now).first()
        if found is None:
            raise GroupClosed()
        group = found
        if group.members.exclude(state="freed").filter(person_id=person_id).exists():
            raise GroupJoined()
        if group.members.exclude(state="freed").count() >= deal.size:
            raise GroupClosed()
    try:
        with transaction.atomic():
            GroupMember.objects.create(
                group=group, person_id=person_id, reference=reference, joined_at=now
            )
    except IntegrityError:
        raise GroupJoined() from None
    return get_group(group.id)
