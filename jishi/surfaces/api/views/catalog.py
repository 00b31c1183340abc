"""A shop's products and imports, for its people's programs (ERP)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.answers import answer, list_answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.goods_presenters import (
    read_details,
    read_sku,
    show_bulk,
    show_import,
    show_import_row,
    show_tree,
)
from jishi.surfaces.api.presenters import show_product
from jishi.surfaces.api.schemas.catalog import (
    BulkIn,
    BulkOut,
    CategoryTreeOut,
    ImportOut,
    ImportRowOut,
    PriceIn,
    ProductIn,
    ProductPatch,
)
from jishi.surfaces.api.schemas.goods import ProductOut
from jishi.surfaces.api.schemas.parts import PageOut
from jishi.surfaces.api.types import Scope
from jishi.surfaces.api.views.buying import REFUSALS, Key, Limit
from jishi.trade.catalog.actions.change_products import change_products
from jishi.trade.catalog.actions.check_import import check_import
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.export_products import export_products
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.actions.start_import import start_import
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.queries import (
    get_import,
    get_product,
    list_category_tree,
    list_import_rows,
    list_imports,
    list_shop_products,
)
from jishi.trade.catalog.types import BulkResult, ListingStatus, ProductView, RowFate

router = Router(tags=["catalog"])
READ, WRITE = Allowed(Scope.SHOP_READ), Allowed(Scope.SHOP_WRITE)
MOST_BYTES = 10 * 2**20


@router.get("/category-tree", response=PageOut[CategoryTreeOut])
def read_tree(request: HttpRequest) -> HttpResponse:
    """Both levels of the categories, and the facts that goods of each kind state."""
    return list_answer(show_tree(entry) for entry in list_category_tree())


@router.get("/shops/{shop_id}/products", response={200: PageOut[ProductOut], **REFUSALS}, auth=READ)
def list_own(
    request: HttpRequest,
    shop_id: UUID,
    status: ListingStatus | None = None,
    q: Annotated[str, Query(max_length=100)] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    """A shop's products in any state; `q` looks into titles and SKU codes."""
    page = list_shop_products(
        actor_of(request), shop_id, status=status, q=q, cursor=cursor, limit=limit
    )
    return page_answer(page, show_product)


@router.post("/shops/{shop_id}/products", response={201: ProductOut, **REFUSALS}, auth=WRITE)
def enter(
    request: HttpRequest, shop_id: UUID, product: ProductIn, idempotency_key: Key
) -> HttpResponse:
    """Enter a product as a draft."""
    actor = actor_of(request)
    values = _values(product.dict(exclude={"skus", "details"}), product)

    def run() -> UUID:
        return create_product(actor=actor, shop_id=shop_id, **values).id

    with durable():
        made: UUID = once(
            scope="api.create_product",
            owner=shop_id,
            key=idempotency_key,
            value=product.dict(),
            kind=UUID,
            run=run,
        )
    return answer(show_product(get_product(made, actor)), 201)


def _values(words: dict[str, Any], given: ProductIn | ProductPatch) -> dict[str, Any]:
    if given.skus is not None:
        words["skus"] = [read_sku(sku) for sku in given.skus]
    if given.details is not None:
        words["details"] = read_details(given.details)
    return words


@router.patch(
    "/shops/{shop_id}/products/{product_id}", response={200: ProductOut, **REFUSALS}, auth=WRITE
)
def change(
    request: HttpRequest, shop_id: UUID, product_id: UUID, product: ProductPatch
) -> HttpResponse:
    """Change what is given; where the market reviews, the passed version sells meanwhile."""
    actor = actor_of(request)
    own = _own(actor, shop_id, product_id)
    values = _values(product.dict(exclude={"skus", "details"}, exclude_none=True), product)
    if product.details is not None:
        values["details"] = read_details(product.details, own.details.video)
    with durable():
        changed = update_product(actor=actor, product_id=product_id, **values)
    return answer(show_product(changed))


@router.post(
    "/shops/{shop_id}/products/{product_id}/list",
    response={200: ProductOut, **REFUSALS},
    auth=WRITE,
)
def put_on_shelf(request: HttpRequest, shop_id: UUID, product_id: UUID) -> HttpResponse:
    """Put it on the shelf, or before the operator who reviews."""
    actor = actor_of(request)
    _own(actor, shop_id, product_id)
    with durable():
        changed = list_product(actor=actor, product_id=product_id)
    return answer(show_product(changed))


@router.post(
    "/shops/{shop_id}/products/{product_id}/delist",
    response={200: ProductOut, **REFUSALS},
    auth=WRITE,
)
def take_off_shelf(request: HttpRequest, shop_id: UUID, product_id: UUID) -> HttpResponse:
    """Take it off the shelf."""
    actor = actor_of(request)
    _own(actor, shop_id, product_id)
    with durable():
        changed = delist_product(actor=actor, product_id=product_id)
    return answer(show_product(changed))


@router.put(
    "/shops/{shop_id}/products/{product_id}/skus/{sku_id}/price",
    response={200: ProductOut, **REFUSALS},
    auth=WRITE,
)
def reprice(
    request: HttpRequest, shop_id: UUID, product_id: UUID, sku_id: UUID, price: PriceIn
) -> HttpResponse:
    """Give a SKU a new price; no review, orders that are placed keep theirs."""
    actor = actor_of(request)
    if sku_id not in {sku.id for sku in _own(actor, shop_id, product_id).skus}:
        raise NotFound()
    with durable():
        changed = set_price(actor=actor, sku_id=sku_id, **price.dict())
    return answer(show_product(changed))


def _own(actor: Actor, shop_id: UUID, product_id: UUID) -> ProductView:
    product = get_product(product_id, actor)
    if product.shop_id != shop_id:
        raise NotFound()
    return product


@router.post(
    "/shops/{shop_id}/product-changes", response={200: PageOut[BulkOut], **REFUSALS}, auth=WRITE
)
def change_many(
    request: HttpRequest, shop_id: UUID, bulk: BulkIn, idempotency_key: Key
) -> HttpResponse:
    """One change for up to 200 products; each is done whole or refused for itself."""
    actor = actor_of(request)

    def run() -> tuple[BulkResult, ...]:
        return change_products(
            actor=actor,
            shop_id=shop_id,
            product_ids=bulk.product_ids,
            kind=bulk.kind,
            value=bulk.value,
        )

    with durable():
        results = once(
            scope="api.change_products",
            owner=shop_id,
            key=idempotency_key,
            value=bulk.dict(),
            kind=tuple[BulkResult, ...],
            run=run,
        )
    return list_answer(show_bulk(result) for result in results)


@router.get(
    "/shops/{shop_id}/product-export",
    response={200: bytes, **REFUSALS},
    auth=READ,
)
def export(request: HttpRequest, shop_id: UUID, format: str = "xlsx") -> HttpResponse:
    """The shop's products as XLSX or CSV, in the columns of an import."""
    with durable():
        file = export_products(actor=actor_of(request), shop_id=shop_id, format=format)
    sent = HttpResponse(file.data, content_type=file.content_type)
    sent.headers["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    return sent


@router.get("/shops/{shop_id}/imports", response={200: PageOut[ImportOut], **REFUSALS}, auth=READ)
def list_all_imports(
    request: HttpRequest, shop_id: UUID, cursor: str | None = None, limit: Limit = 20
) -> HttpResponse:
    """Imports, newest first."""
    page = list_imports(actor_of(request), shop_id, cursor=cursor, limit=limit)
    return page_answer(page, show_import)


@router.post("/shops/{shop_id}/imports", response={201: ImportOut, **REFUSALS}, auth=WRITE)
def check_file(
    request: HttpRequest, shop_id: UUID, file: Annotated[UploadedFile, File()]
) -> HttpResponse:
    """A dry run of a CSV or XLSX: every row with its fate; nothing changes."""
    data = file.read(MOST_BYTES + 1)
    with durable():
        run = check_import(
            actor=actor_of(request), shop_id=shop_id, filename=file.name or "", data=data
        )
    return answer(show_import(run), 201)


@router.get("/imports/{import_id}", response={200: ImportOut, **REFUSALS}, auth=READ)
def read_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """How far an import is."""
    return answer(show_import(get_import(actor_of(request), import_id)))


@router.get(
    "/imports/{import_id}/rows", response={200: PageOut[ImportRowOut], **REFUSALS}, auth=READ
)
def read_rows(
    request: HttpRequest,
    import_id: UUID,
    fate: RowFate | None = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> HttpResponse:
    """Rows of an import in the order of the file."""
    page = list_import_rows(actor_of(request), import_id, fate=fate, cursor=cursor, limit=limit)
    return page_answer(page, show_import_row)


@router.post("/imports/{import_id}/apply", response={200: ImportOut, **REFUSALS}, auth=WRITE)
def apply(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have a checked import applied; a second time is refused."""
    with durable():
        run = start_import(actor=actor_of(request), import_id=import_id)
    return answer(show_import(run))
