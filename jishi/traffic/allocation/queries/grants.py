"""Reads of promises of impressions."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Lifecycle, Page
from jishi.traffic.allocation.models import ImpressionGrant
from jishi.traffic.allocation.rules import GRANT
from jishi.traffic.allocation.types import Grant, GrantStatus, ImpressionLedger
from jishi.traffic.signals.queries import get_post_counts


def grant_of(row: ImpressionGrant) -> Grant:
    """The view of a row of this room."""
    return Grant(
        row.id,
        row.post_id,
        row.author_id,
        row.class_name,
        row.promised,
        row.delivered,
        row.until,
        GrantStatus(row.status),
        row.granted_at,
    )


def lock_grant(grant_id: UUID) -> ImpressionGrant:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    row = ImpressionGrant.objects.select_for_update().filter(id=grant_id).first()
    if row is None:
        raise NotFound()
    return row


def list_impression_ledgers(post_ids: Collection[UUID]) -> dict[UUID, ImpressionLedger]:
    """The impression ledgers of posts, empty ones included: one query, one Valkey round trip."""
    wanted = list(post_ids)
    if not wanted:
        return {}
    rows = ImpressionGrant.objects.filter(post_id__in=wanted).order_by("granted_at", "id")
    grants: dict[UUID, list[Grant]] = {}
    for row in rows:
        grants.setdefault(row.post_id, []).append(grant_of(row))
    counts = get_post_counts(wanted)
    return {
        i: ImpressionLedger(
            i,
            sum(g.promised for g in grants.get(i, ()) if g.status is not GrantStatus.VOID),
            sum(g.delivered for g in grants.get(i, ())),
            counts[i].impressions,
            tuple(grants.get(i, ())),
        )
        for i in wanted
    }


def get_impression_ledger(post_id: UUID) -> ImpressionLedger:
    """The impression ledger of one post."""
    return list_impression_ledgers([post_id])[post_id]


def list_grants_of(author_id: UUID, *, cursor: str | None = None, limit: int = 20) -> Page[Grant]:
    """What a creator's posts were promised, latest first."""
    limit = max(1, min(limit, MAX_PAGE))
    rows = ImpressionGrant.objects.filter(author_id=author_id).order_by("-granted_at", "-id")
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(granted_at, id) < (%s, %s)"], params=[at, key])
    found = [grant_of(row) for row in rows[: limit + 1]]
    return make_page(found, limit, lambda g: (g.granted_at, g.id))


def list_due_grants(limit: int) -> list[UUID]:
    """Open promises whose time is over, oldest first."""
    rows = ImpressionGrant.objects.filter(status="open", until__lte=clock.now())
    return list(rows.order_by("until").values_list("id", flat=True)[:limit])


def list_open_promises() -> list[tuple[UUID, int, int]]:
    """Post, promised and delivered of every open promise."""
    rows = ImpressionGrant.objects.filter(status="open")
    found = rows.values_list("post_id", "promised", "delivered")
    return cast("list[tuple[UUID, int, int]]", list(found))


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The state machines of this room."""
    return (GRANT,)
