"""After-sales by order, by buyer, by shop; one with all that was said in it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import ngettext

from jishi.foundation.accounts.types import Obligation
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound, TransitionRefused
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.aftersales.models import (
    AfterSale,
    AfterSaleMove,
    Evidence,
    Offer,
    ReturnAddress,
)
from jishi.trade.aftersales.queries.rows import case_of, cases_of, last_disputes
from jishi.trade.aftersales.rules import TABS
from jishi.trade.aftersales.types import (
    AfterSaleStatus,
    AfterSaleView,
    DeskTab,
    ReturnAddressView,
)
from jishi.trade.shops.queries import has_shop_right, require_shop_right
from jishi.trade.shops.types import Right


def get_after_sale(viewer: Actor, case_id: UUID) -> AfterSaleView:
    """One case with its offers, evidence, history and dispute, for its buyer, its shop's people
    and the operator; raises NotFound for others. At most seven statements.
    """
    case = load_case(case_id)
    if viewer.is_operator or viewer.person_id == case.buyer_id:
        return case
    right = Right.ANSWER_AFTERSALES
    if viewer.person_id is None or not has_shop_right(viewer.person_id, case.shop_id, right):
        raise NotFound()
    return case


def load_case(case_id: UUID) -> AfterSaleView:
    """One case, for this room's actions; raises NotFound."""
    row = AfterSale.objects.filter(id=case_id).first()
    if row is None:
        raise NotFound()
    return case_of(
        row,
        dispute=last_disputes([case_id]).get(case_id),
        offers=Offer.objects.filter(after_sale=row).order_by("number"),
        evidence=Evidence.objects.filter(after_sale=row).order_by("at", "id"),
        moves=AfterSaleMove.objects.filter(after_sale=row).order_by("at", "id"),
    )


def list_after_sales_of(
    buyer_id: UUID, *, open_only: bool = False, cursor: str | None = None, limit: int = 20
) -> Page[AfterSaleView]:
    """A buyer's cases, newest first; at most three statements."""
    rows = AfterSale.objects.filter(buyer_id=buyer_id)
    if open_only:
        rows = rows.filter(ended_at=None)
    return _newest(rows, cursor, limit)


def list_of_orders(order_ids: Collection[UUID]) -> dict[UUID, tuple[AfterSaleView, ...]]:
    """The cases of orders, oldest first, of those that have any; at most three statements."""
    if not order_ids:
        return {}
    rows = AfterSale.objects.filter(order_id__in=list(order_ids)).order_by("requested_at", "id")
    found: dict[UUID, tuple[AfterSaleView, ...]] = {}
    for case in cases_of(list(rows)):
        found[case.order_id] = (*found.get(case.order_id, ()), case)
    return found


def list_shop_after_sales(
    actor: Actor,
    shop_id: UUID,
    *,
    tab: DeskTab | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AfterSaleView]:
    """A shop's cases: those for the shop to do by what falls due first, others newest first.

    `q` looks into numbers, titles and parcel numbers. Raises NotAllowed for people who do not
    work for the shop. At most four statements.
    """
    require_shop_right(actor, shop_id, Right.ANSWER_AFTERSALES)
    rows = AfterSale.objects.filter(shop_id=shop_id)
    if tab:
        rows = rows.filter(status__in=TABS[tab])
    word = (q or "").replace("\x00", "").strip()
    if word:
        rows = rows.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(return_number__iexact=word)
        )
    if tab is not DeskTab.TO_DO:
        return _newest(rows, cursor, limit)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, id__gt=key))
    limit = max(1, min(limit, MAX_PAGE))
    cases = cases_of(list(rows.order_by("due_at", "id")[: limit + 1]))
    return make_page(cases, limit, lambda c: (c.due_at, c.id))


def _newest(rows: object, cursor: str | None, limit: int) -> Page[AfterSaleView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(requested_at__lt=at) | Q(requested_at=at, id__lt=key))  # type: ignore[attr-defined]
    cases = cases_of(list(rows.order_by("-requested_at", "-id")[: limit + 1]))  # type: ignore[attr-defined]
    return make_page(cases, limit, lambda c: (c.requested_at, c.id))


def count_shop_after_sales(shop_id: UUID) -> dict[DeskTab, int]:
    """How many cases a shop has in each heap; all heaps are there."""
    rows = AfterSale.objects.filter(shop_id=shop_id)
    found = dict(rows.values_list("status").annotate(n=Count("id")))
    return {tab: sum(found.get(status, 0) for status in TABS[tab]) for tab in DeskTab}


def find_first_due(shop_id: UUID) -> AfterSaleView | None:
    """The case that falls due first among those for the shop to do."""
    rows = AfterSale.objects.filter(shop_id=shop_id, status__in=TABS[DeskTab.TO_DO])
    row = rows.order_by("due_at", "id").first()
    return case_of(row) if row else None


def find_return_address(shop_id: UUID) -> ReturnAddressView | None:
    """Where a shop wants its goods back, if it has said so."""
    row = ReturnAddress.objects.filter(shop_id=shop_id).first()
    if row is None:
        return None
    return ReturnAddressView(row.name, row.phone, row.region, row.street, row.postcode)


def list_obligations(person_id: UUID) -> tuple[Obligation, ...]:
    """What keeps an account open: cases under way, money that has not arrived."""
    waiting = Q(ended_at=None) | Q(refunded_at__isnull=False, arrived_at=None)
    count = AfterSale.objects.filter(waiting, buyer_id=person_id).count()
    if not count:
        return ()
    text = ngettext("%(count)d after-sale is open", "%(count)d after-sales are open", count)
    return (Obligation("after_sales_open", text % {"count": count}),)


def list_due_cases(limit: int) -> list[UUID]:
    """Cases whose deadline has passed by the market clock, oldest first."""
    rows = AfterSale.objects.filter(due_at__lte=clock.now()).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def lock_case(case_id: UUID) -> AfterSale:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    case = AfterSale.objects.select_for_update(no_key=True).filter(id=case_id).first()
    if case is None:
        raise NotFound()
    return case


def find_offer(case: AfterSale) -> Offer | None:
    """The offer of a locked case that its buyer has not answered."""
    return Offer.objects.filter(after_sale=case, answer="").order_by("-number").first()


def lock_offer(case: AfterSale, *, to: str) -> Offer:
    """The offer that a locked case waits with; raises TransitionRefused when there is none."""
    offer = find_offer(case) if case.status == AfterSaleStatus.OFFERED else None
    if offer is None:
        raise TransitionRefused(status=case.status, to=to)
    return offer
