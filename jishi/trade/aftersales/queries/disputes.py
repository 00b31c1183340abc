"""Disputes, for operators and for this room's actions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.aftersales.models import AfterSale, Dispute
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.queries.rows import cases_of
from jishi.trade.aftersales.types import AfterSaleView, DisputeStatus

TO_RULE = (DisputeStatus.DECIDING, DisputeStatus.APPEALED)


def list_disputes(
    actor: Actor, *, to_rule: bool = True, cursor: str | None = None, limit: int = 50
) -> Page[AfterSaleView]:
    """Cases in dispute, those to be ruled by what falls due first, or all, newest first.

    For operators; raises NotAllowed. Four statements.
    """
    if not actor.is_operator:
        raise NotAllowed()
    rows = Dispute.objects.all()
    order = "-opened_at", "-id"
    if to_rule:
        rows, order = rows.filter(status__in=TO_RULE), ("due_at", "id")
    if cursor:
        at, key = decode_time_cursor(cursor)
        later = Q(due_at__gt=at) | Q(due_at=at, id__gt=key)
        older = Q(opened_at__lt=at) | Q(opened_at=at, id__lt=key)
        rows = rows.filter(later if to_rule else older)
    limit = max(1, min(limit, MAX_PAGE))
    found = list(rows.order_by(*order)[: limit + 1])
    known = AfterSale.objects.filter(id__in=[row.after_sale_id for row in found])
    cases = {case.id: case for case in cases_of(list(known))}
    page = make_page(found, limit, lambda d: (d.due_at if to_rule else d.opened_at, d.id))
    return Page(tuple(cases[row.after_sale_id] for row in page.items), page.next_cursor)


def count_disputes_to_rule(*, up_to: int = 100) -> tuple[int, int]:
    """How many disputes wait for an operator, and how many of them are late."""
    rows = Dispute.objects.filter(status__in=TO_RULE).values_list("due_at", flat=True)
    due = list(rows[: up_to + 1])
    now = clock.now()
    return len(due), sum(1 for at in due if at is not None and at <= now)


def get_dispute_case(actor: Actor, dispute_id: UUID) -> AfterSaleView:
    """The whole case of a dispute, for operators; raises NotAllowed, NotFound."""
    if not actor.is_operator:
        raise NotAllowed()
    row = Dispute.objects.filter(id=dispute_id).first()
    if row is None:
        raise NotFound()
    return load_case(row.after_sale_id)


def list_due_disputes(limit: int) -> list[UUID]:
    """Disputes whose deadline has passed and is not noted yet, oldest first."""
    rows = Dispute.objects.filter(ended_at=None, overdue_at=None, due_at__lte=clock.now())
    return list(rows.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def lock_dispute_of(case: AfterSale) -> Dispute:
    """The running dispute of a locked case; raises TransitionRefused when there is none."""
    rows = Dispute.objects.select_for_update(no_key=True)
    row = rows.filter(after_sale=case, ended_at=None).first()
    if row is None:
        raise TransitionRefused(status=case.status, to="disputed")
    return row
