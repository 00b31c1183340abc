"""Change many products at once: prices, stock, promises, on and off the shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.adjust_stock import adjust_stock
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.errors import TooManyProducts
from jishi.trade.catalog.models import Product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.rules import MAX_BULK, MAX_STOCK, percent_of_price
from jishi.trade.catalog.types import BulkKind, BulkResult, ProductView, Promise
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

MIN_PERCENT, MAX_PERCENT = -90, 900


def change_products(
    *,
    actor: Actor,
    shop_id: UUID,
    product_ids: Sequence[UUID],
    kind: BulkKind,
    value: str | int = "",
) -> tuple[BulkResult, ...]:
    """Do one thing with each of the products, each whole or not at all; the result of each.

    `value` is a whole percentage, a number of units, or a promise, as `kind` asks for. What is
    refused for one product doesn't keep the others back. Raises TooManyProducts, InvalidInput,
    NotAllowed but for owner and managers.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    wanted = sorted(set(product_ids))
    if len(wanted) > MAX_BULK:
        raise TooManyProducts(limit=MAX_BULK)
    change = _change_of(actor, kind, value)
    titles = dict(Product.objects.filter(shop_id=shop_id, id__in=wanted).values_list("id", "title"))
    results = []
    for product_id in wanted:
        title = titles.get(product_id, "")
        try:
            if not title:
                raise NotFound()
            with transaction.atomic():
                change(load_product(product_id))
        except DomainError as error:
            results.append(BulkResult(product_id, title, False, error.message(), error.code))
        else:
            results.append(BulkResult(product_id, title, True))
    return tuple(results)


def _change_of(actor: Actor, kind: BulkKind, value: str | int) -> Callable[[ProductView], object]:
    """What is done with one product; raises InvalidInput for a value that does not fit."""
    if kind is BulkKind.LIST:
        return lambda p: list_product(actor=actor, product_id=p.id)
    if kind is BulkKind.DELIST:
        return lambda p: delist_product(actor=actor, product_id=p.id)
    if kind is BulkKind.PRICE_PERCENT:
        percent = _whole(value, MIN_PERCENT, MAX_PERCENT)
        return lambda p: _reprice(actor, p, percent)
    if kind in (BulkKind.STOCK_SET, BulkKind.STOCK_ADD):
        count = _whole(value, 0 if kind is BulkKind.STOCK_SET else -MAX_STOCK, MAX_STOCK)
        return lambda p: _restock(actor, p, kind, count)
    if value not in set(Promise):
        raise InvalidInput(field="value")
    return lambda p: _promise(actor, p, kind, Promise(value))


def _whole(value: str | int, least: int, most: int) -> int:
    try:
        number = int(value)
    except ValueError:
        raise InvalidInput(field="value") from None
    if not least <= number <= most:
        raise InvalidInput(field="value")
    return number


def _reprice(actor: Actor, product: ProductView, percent: int) -> None:
    for sku in product.skus:
        set_price(
            actor=actor,
            sku_id=sku.id,
            price_minor=percent_of_price(sku.price_minor, percent),
            list_price_minor=sku.list_price_minor,
        )


def _restock(actor: Actor, product: ProductView, kind: BulkKind, count: int) -> None:
    for sku in sorted(product.skus, key=lambda s: s.id):
        if kind is BulkKind.STOCK_SET:
            set_stock(actor=actor, sku_id=sku.id, on_hand=count, reason="bulk")
        else:
            adjust_stock(actor=actor, sku_id=sku.id, delta=count, reason="bulk")


def _promise(actor: Actor, product: ProductView, kind: BulkKind, promise: Promise) -> None:
    kept = [p for p in product.promises if p is not promise]
    if kind is BulkKind.PROMISE_ADD:
        hours = promise.dispatch_hours
        # One promise to ship is enough: the new one takes the place of the old.
        kept = [p for p in kept if hours is None or p.dispatch_hours is None] + [promise]
    update_product(actor=actor, product_id=product.id, promises=kept)
