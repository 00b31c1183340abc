"""Stock and warehouses, for a shop's programs; showcases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of, find_actor_of
from jishi.surfaces.api.goods_presenters import show_change, show_item, show_stock, show_warehouse
from jishi.surfaces.api.schemas.catalog import (
    CountIn,
    ShowcaseIn,
    ShowcaseItemOut,
    ShowcaseOrderIn,
    ShowcaseSwitchIn,
    StockChangeOut,
    StockLevelOut,
    StockMoveIn,
    StockRowOut,
    WarehouseIn,
    WarehouseOut,
)
from jishi.surfaces.api.schemas.parts import ErrorOut, PageOut
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.catalog.actions.add_to_showcase import add_to_showcase
from jishi.trade.catalog.actions.adjust_stock import adjust_stock
from jishi.trade.catalog.actions.arrange_showcase import arrange_showcase
from jishi.trade.catalog.actions.close_warehouse import close_warehouse
from jishi.trade.catalog.actions.move_stock import move_stock
from jishi.trade.catalog.actions.remove_from_showcase import remove_from_showcase
from jishi.trade.catalog.actions.save_warehouse import save_warehouse
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.set_stock_alert import set_stock_alert
from jishi.trade.catalog.queries import (
    get_skus,
    get_stock_rows,
    list_showcase,
    list_stock_changes,
    list_warehouses,
)
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner, StockLine

router = Router(tags=["catalog"])
READ, WRITE = Allowed(Scope.SHOP_READ), Allowed(Scope.SHOP_WRITE)


@router.get("/shops/{shop_id}/stock", response={200: PageOut[StockRowOut], **REFUSALS}, auth=READ)
def read_stock(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """What lies of each SKU in each warehouse, scarcest first; at most 1,000 rows."""
    return list_answer(show_stock(row) for row in get_stock_rows(actor_of(request), shop_id))


@router.post(
    "/shops/{shop_id}/stock/{sku_id}", response={200: StockLevelOut, **REFUSALS}, auth=WRITE
)
def count(
    request: HttpRequest, shop_id: UUID, sku_id: UUID, counted: CountIn, idempotency_key: Key
) -> HttpResponse:
    """Count (`on_hand`), correct (`delta`) or set the threshold, in one warehouse."""
    actor = actor_of(request)
    _own(shop_id, sku_id)
    given: dict[str, Any] = {"actor": actor, "sku_id": sku_id, "warehouse_id": counted.warehouse_id}

    def run() -> StockLine:
        line = None
        if counted.alert_at is not None:
            line = set_stock_alert(**given, alert_at=counted.alert_at)
        if counted.on_hand is not None:
            line = set_stock(**given, on_hand=counted.on_hand, reason=counted.reason)
        elif counted.delta is not None:
            line = adjust_stock(**given, delta=counted.delta, reason=counted.reason)
        if line is None:
            raise InvalidInput(field="on_hand")
        return line

    return _once("api.count_stock", sku_id, idempotency_key, counted.dict(), run)


@router.post(
    "/shops/{shop_id}/stock/{sku_id}/move", response={200: StockLevelOut, **REFUSALS}, auth=WRITE
)
def carry(
    request: HttpRequest, shop_id: UUID, sku_id: UUID, move: StockMoveIn, idempotency_key: Key
) -> HttpResponse:
    """Carry units to another warehouse; answers with what that one can promise."""
    actor = actor_of(request)
    _own(shop_id, sku_id)

    def run() -> StockLine:
        return move_stock(actor=actor, sku_id=sku_id, **move.dict())

    return _once("api.move_stock", sku_id, idempotency_key, move.dict(), run)


def _once(
    scope: str, sku_id: UUID, key: str, value: object, run: Callable[[], StockLine]
) -> HttpResponse:
    with durable():
        line = once(scope=scope, owner=sku_id, key=key, value=value, kind=StockLine, run=run)
    return answer({"sku_id": line.sku_id, "available": line.quantity})


def _own(shop_id: UUID, sku_id: UUID) -> None:
    offer = get_skus([sku_id]).get(sku_id)
    if offer is None or offer.shop_id != shop_id:
        raise NotFound()


@router.get(
    "/shops/{shop_id}/stock/{sku_id}/changes",
    response={200: PageOut[StockChangeOut], **REFUSALS},
    auth=READ,
)
def read_changes(
    request: HttpRequest,
    shop_id: UUID,
    sku_id: UUID,
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    """What came and went of a SKU other than by sales."""
    _own(shop_id, sku_id)
    page = list_stock_changes(actor_of(request), sku_id, cursor=cursor, limit=limit)
    return page_answer(page, show_change)


@router.get(
    "/shops/{shop_id}/warehouses", response={200: PageOut[WarehouseOut], **REFUSALS}, auth=READ
)
def read_warehouses(request: HttpRequest, shop_id: UUID) -> HttpResponse:
    """The shop's warehouses in their order."""
    rows = list_warehouses(actor_of(request), shop_id)
    return list_answer(show_warehouse(row) for row in rows)


@router.post("/shops/{shop_id}/warehouses", response={201: WarehouseOut, **REFUSALS}, auth=WRITE)
def open_warehouse(request: HttpRequest, shop_id: UUID, warehouse: WarehouseIn) -> HttpResponse:
    """Open a warehouse; its name is taken once."""
    with durable():
        row = save_warehouse(actor=actor_of(request), shop_id=shop_id, **warehouse.dict())
    return answer(show_warehouse(row), 201)


@router.put(
    "/shops/{shop_id}/warehouses/{warehouse_id}",
    response={200: WarehouseOut, **REFUSALS},
    auth=WRITE,
)
def change_warehouse(
    request: HttpRequest, shop_id: UUID, warehouse_id: UUID, warehouse: WarehouseIn
) -> HttpResponse:
    """Change what is known of a warehouse."""
    with durable():
        row = save_warehouse(
            actor=actor_of(request),
            shop_id=shop_id,
            warehouse_id=warehouse_id,
            **warehouse.dict(),
        )
    return answer(show_warehouse(row))


@router.delete(
    "/shops/{shop_id}/warehouses/{warehouse_id}",
    response={200: WarehouseOut, **REFUSALS},
    auth=WRITE,
)
def end_warehouse(request: HttpRequest, shop_id: UUID, warehouse_id: UUID) -> HttpResponse:
    """Close an empty warehouse."""
    with durable():
        row = close_warehouse(actor=actor_of(request), shop_id=shop_id, warehouse_id=warehouse_id)
    return answer(show_warehouse(row))


SHOWN = {200: PageOut[ShowcaseItemOut], 404: ErrorOut}
CHANGED = {200: PageOut[ShowcaseItemOut], **REFUSALS}


@router.get("/showcases/{kind}/{owner_id}", response=SHOWN)
def read_showcase(request: HttpRequest, kind: ShowcaseKind, owner_id: UUID) -> HttpResponse:
    """A person's or a shop's showcase; what is hidden only for those who arrange it."""
    return _items(ShowcaseOwner(kind, owner_id), find_actor_of(request))


def _items(owner: ShowcaseOwner, viewer: Actor | None) -> HttpResponse:
    return list_answer(show_item(item) for item in list_showcase(owner, viewer))


@router.post("/showcases/{kind}/{owner_id}", response=CHANGED, auth=WRITE)
def add_items(
    request: HttpRequest, kind: ShowcaseKind, owner_id: UUID, added: ShowcaseIn
) -> HttpResponse:
    """Add products on top; those that are in it stay where they are."""
    owner, actor = ShowcaseOwner(kind, owner_id), actor_of(request)
    with durable():
        add_to_showcase(actor=actor, owner=owner, product_ids=added.product_ids)
    return _items(owner, actor)


@router.put("/showcases/{kind}/{owner_id}", response=CHANGED, auth=WRITE)
def order_items(
    request: HttpRequest, kind: ShowcaseKind, owner_id: UUID, wanted: ShowcaseOrderIn
) -> HttpResponse:
    """Bring it into another order."""
    owner, actor = ShowcaseOwner(kind, owner_id), actor_of(request)
    with durable():
        arrange_showcase(actor=actor, owner=owner, order=wanted.order)
    return _items(owner, actor)


@router.patch("/showcases/{kind}/{owner_id}/{product_id}", response=CHANGED, auth=WRITE)
def switch_item(
    request: HttpRequest,
    kind: ShowcaseKind,
    owner_id: UUID,
    product_id: UUID,
    switch: ShowcaseSwitchIn,
) -> HttpResponse:
    """Pin or hide a product, or undo it."""
    owner, actor = ShowcaseOwner(kind, owner_id), actor_of(request)
    with durable():
        arrange_showcase(actor=actor, owner=owner, product_id=product_id, **switch.dict())
    return _items(owner, actor)


@router.delete("/showcases/{kind}/{owner_id}/{product_id}", response=CHANGED, auth=WRITE)
def remove_item(
    request: HttpRequest, kind: ShowcaseKind, owner_id: UUID, product_id: UUID
) -> HttpResponse:
    """Take a product out; nothing happens when it isn't in it."""
    owner, actor = ShowcaseOwner(kind, owner_id), actor_of(request)
    with durable():
        remove_from_showcase(actor=actor, owner=owner, product_ids=[product_id])
    return _items(owner, actor)
