"""The Today page, composed from orders, catalog, settlement and signals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.desk.papers import find_ending
from jishi.surfaces.market.figures import write_ago
from jishi.trade.aftersales.queries import count_shop_after_sales, find_first_due
from jishi.trade.aftersales.types import DeskTab as CaseTab
from jishi.trade.catalog.queries import count_shop_products, get_stock_rows
from jishi.trade.catalog.types import ListingStatus
from jishi.trade.conversations.queries import count_waiting
from jishi.trade.orders.queries import count_shop_orders, list_shop_orders
from jishi.trade.orders.queries.sales import (
    DailySales,
    SceneSales,
    list_daily_sales,
    list_scene_sales,
)
from jishi.trade.orders.types import DeskTab
from jishi.trade.settlement.queries import get_shop_balance
from jishi.trade.settlement.types import ShopBalance
from jishi.trade.shops.policies import REMINDER_DAYS
from jishi.trade.shops.queries import get_score, list_documents
from jishi.trade.shops.types import DocumentStatus, Right, ScoreView, ShopCard

DAYS = 14


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of work: what, how many, until when; `code` chooses its words and its verb."""

    code: str
    count: int
    until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SalesDay:
    """A day's bar: its height as a share of the highest."""

    label: str
    gmv_minor: int
    percent: int


@dataclass(frozen=True, slots=True)
class Today:
    """All that the page shows."""

    work: tuple[WorkItem, ...]
    to_ship: int
    days: tuple[SalesDay, ...]
    gmv_minor: int
    order_count: int
    average_minor: int
    scenes: tuple[tuple[SceneSales, int], ...]
    balance: ShopBalance | None
    is_new: bool
    product_count: int
    sees_figures: bool
    score: ScoreView | None

    @property
    def points(self) -> list[tuple[str, str, int]]:
        """The days as the bars component takes them."""
        currency = settings.currency
        return [(d.label, format_minor(d.gmv_minor, currency), d.percent) for d in self.days]


def compose_today(actor: Actor, shop: ShopCard, rights: Collection[Right]) -> Today:
    """The page of one shop; figures and money only for those whose rights include them."""
    sees_figures = Right.SEE_FIGURES in rights
    counts = count_shop_orders(shop.id)
    products = count_shop_products(shop.id)
    sales = list_daily_sales(actor, shop.id, days=DAYS) if sees_figures else ()
    scenes = list_scene_sales(actor, shop.id, days=DAYS) if sees_figures else ()
    gmv = sum(day.gmv_minor for day in sales)
    orders = sum(day.order_count for day in sales)
    most = max((s.gmv_minor for s in scenes), default=0)
    return Today(
        work=_work(actor, shop, rights, counts, products),
        sees_figures=sees_figures,
        score=get_score(shop.id) if sees_figures else None,
        to_ship=counts.get(DeskTab.TO_SHIP, 0),
        days=_bars(sales),
        gmv_minor=gmv,
        order_count=orders,
        average_minor=gmv // orders if orders else 0,
        scenes=tuple((s, s.gmv_minor * 100 // most if most else 0) for s in scenes),
        balance=get_shop_balance(actor, shop.id) if Right.SEE_MONEY in rights else None,
        is_new=not sum(counts.values()),
        product_count=sum(n for s, n in products.items() if s is not ListingStatus.DELETED),
    )


def _work(
    actor: Actor,
    shop: ShopCard,
    rights: Collection[Right],
    counts: dict[DeskTab, int],
    products: dict[ListingStatus, int],
) -> tuple[WorkItem, ...]:
    items: list[WorkItem] = []
    if counts.get(DeskTab.TO_SHIP) and Right.SEE_ORDERS in rights:
        first = list_shop_orders(actor, shop.id, status=DeskTab.TO_SHIP, limit=1).items
        step = first[0].expected_step if first else None
        code = "overdue" if step and step.is_late else "ship"
        items.append(WorkItem(code, counts[DeskTab.TO_SHIP], step.until if step else None))
    if Right.ANSWER_AFTERSALES in rights:
        items += _cases_to_answer(shop)
    rows = get_stock_rows(actor, shop.id) if Right.COUNT_STOCK in rights else ()
    low = [row for row in rows if row.is_low]
    if low:
        items.append(WorkItem("stock", len(low), detail=low[0].title))
    if products.get(ListingStatus.HELD):
        items.append(WorkItem("held", products[ListingStatus.HELD]))
    if products.get(ListingStatus.DRAFT):
        items.append(WorkItem("drafts", products[ListingStatus.DRAFT]))
    if Right.ANSWER_BUYERS in rights:
        waiting, since = count_waiting(shop.id)
        if waiting:
            items.append(WorkItem("waiting", waiting, detail=write_ago(since) if since else ""))
    items += _paper_work(actor, shop)
    return tuple(items)


def _cases_to_answer(shop: ShopCard) -> list[WorkItem]:
    first = find_first_due(shop.id)
    if first is None:
        return []
    step = first.expected_step
    count = count_shop_after_sales(shop.id)[CaseTab.TO_DO]
    otherwise = gettext(step.otherwise.label) if step and step.otherwise else ""
    return [WorkItem("aftersales", count, first.due_at, detail=otherwise)]


def _paper_work(actor: Actor, shop: ShopCard) -> list[WorkItem]:
    """Documents that end soon or are over, and the demands that the shop doesn't meet."""
    documents = list_documents(actor, shop.id)
    ending = find_ending(documents, clock.now() + timedelta(days=REMINDER_DAYS.get()))
    if ending:
        first = ending[0]
        return [WorkItem("document", len(ending), first.ends_at, gettext(first.kind.label))]
    expired = [d for d in documents if d.status is DocumentStatus.EXPIRED and not d.has_renewal]
    if expired:
        return [WorkItem("expired", len(expired), detail=gettext(expired[0].kind.label))]
    return []


def _bars(sales: tuple[DailySales, ...]) -> tuple[SalesDay, ...]:
    most = max((day.gmv_minor for day in sales), default=0)
    return tuple(
        SalesDay(f"{day.day:%m-%d}", day.gmv_minor, day.gmv_minor * 100 // most if most else 0)
        for day in sales
    )
