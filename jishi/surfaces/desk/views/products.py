"""Products: the list, the form with its grid of SKUs, the steps of a listing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.queries import list_my_assets
from jishi.content.media.types import AssetView
from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.product_forms import (
    OPTIONS,
    AttributeField,
    ProductForm,
    SkuForm,
    initial_words,
    read_attributes,
    read_blocks,
    read_details,
    row_numbers,
    sku_rows,
    write_table,
)
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.catalog.actions.adjust_stock import adjust_stock
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.delete_product import delete_product
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.errors import AttributesMissing, NotReadyToList
from jishi.trade.catalog.queries import (
    count_shop_products,
    get_edited_product,
    get_product,
    list_category_tree,
    list_shop_products,
)
from jishi.trade.catalog.types import (
    AttributeSpec,
    Block,
    BlockKind,
    LimitPeriod,
    ListingStatus,
    ProductVideo,
    ProductView,
    Promise,
)
from jishi.trade.shops.types import Right

MAX_PICTURES = 9
MOVES = {"list": list_product, "delist": delist_product, "delete": delete_product}


@require_safe
@desk_page(Right.EDIT_PRODUCTS)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's products: search, state, pages; filters stand in the address."""
    wanted = request.GET.get("status", "")
    status = ListingStatus(wanted) if wanted in set(ListingStatus) else None
    q = request.GET.get("q", "")[:100]
    page = list_shop_products(
        desk.actor,
        desk.shop.id,
        status=status,
        q=q or None,
        cursor=request.GET.get("cursor"),
    )
    counts = count_shop_products(desk.shop.id)
    tabs = [(s, counts.get(s, 0)) for s in ListingStatus if s is not ListingStatus.DELETED]
    return render(
        request,
        "desk/products.html",
        {
            "desk": desk,
            "section": "products",
            "page": page,
            "q": q,
            "status": status,
            "tabs": tabs,
            "promises": list(Promise),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def edit(request: HttpRequest, desk: Desk, product_id: UUID | None = None) -> HttpResponse:
    """A new product, or one of the shop's with all it has."""
    product = get_edited_product(product_id, desk.actor) if product_id else None
    if product and product.shop_id != desk.shop.id:
        raise NotFound()
    form = ProductForm(request.POST or None, initial=initial_words(product))
    rows = sku_rows(request.POST if request.method == "POST" else None, product)
    clips = _clips(desk)
    error = None
    if request.method == "POST" and form.is_valid() and rows and all(r.is_valid() for r in rows):
        try:
            saved = _save(request, desk, product, form, rows, clips)
            messages.success(request, gettext("Saved."))
            return redirect("desk-product", shop_id=desk.shop.id, product_id=saved.id)
        except DomainError as refused:
            error = refused
    page = _page(request, product, form) | {
        "desk": desk,
        "section": "products",
        "product": product,
        "form": form,
        "rows": rows,
        "blank": SkuForm(prefix="sku-__n__", initial={"stock": 0}),
        "clips": clips,
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/product.html", page, status=status)


def _page(request: HttpRequest, product: ProductView | None, form: ProductForm) -> dict[str, Any]:
    """What the form's parts show besides the fields."""
    sent = request.POST if request.method == "POST" else None
    chosen = sent.getlist("promise") if sent else _promises_of(product)
    category = str(form["category"].value() or "")
    specs = _specs_of(category)
    said = read_attributes(specs, sent) if sent else product.details.attributes if product else {}
    blocks = read_blocks(sent, {}) if sent else product.details.blocks if product else ()
    return {
        "tree": list_category_tree(),
        "category": category,
        "attributes": [AttributeField(spec, said.get(spec.key, "")) for spec in specs],
        "blocks": [(n, b, write_table(b.rows) if b.rows else b.text) for n, b in enumerate(blocks)],
        "axes": [
            (name, form[name].value() or "", _axis_values(product, n))
            for n, name in enumerate(OPTIONS)
        ],
        "promises": [(p, p.value in chosen) for p in Promise],
        "periods": list(LimitPeriod),
        "block_kinds": [BlockKind.TEXT, BlockKind.PICTURE, BlockKind.TABLE],
        "blank_block": Block(BlockKind.TEXT),
    }


def _axis_values(product: ProductView | None, axis: int) -> str:
    if product is None or axis >= len(product.option_names):
        return ""
    return "、".join(product.option_values[axis][1])


@require_safe
@desk_page(Right.EDIT_PRODUCTS)
def attributes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The fields of a kind of goods, as a fragment: what was typed already is kept."""
    specs = _specs_of(request.GET.get("category", ""))
    said = read_attributes(specs, request.GET)
    fields = [AttributeField(spec, said.get(spec.key, "")) for spec in specs]
    return render(request, "desk/_attributes.html", {"desk": desk, "attributes": fields})


def _specs_of(category: str) -> tuple[AttributeSpec, ...]:
    department, _, slug = category.partition("/")
    for entry in list_category_tree():
        for kind in entry.subcategories if entry.slug == department else ():
            if kind.slug == slug:
                return kind.attributes
    return ()


def _promises_of(product: ProductView | None) -> list[str]:
    known = product.promises if product else (Promise.RETURN_7D, Promise.DISPATCH_48H)
    return [p.value for p in known]


def _clips(desk: Desk) -> list[AssetView]:
    found = list_my_assets(desk.actor, status="ready", limit=50).items
    return [asset for asset in found if asset.mp4_key]


def _save(
    request: HttpRequest,
    desk: Desk,
    product: ProductView | None,
    form: ProductForm,
    rows: list[SkuForm],
    clips: list[AssetView],
) -> ProductView:
    data = form.cleaned_data
    kept = [key for key in request.POST.getlist("picture") if product and key in product.pictures]
    names = [data[name] for name in OPTIONS if data[name]]
    with durable():
        fresh = _store(desk, request.FILES.getlist("pictures")[: MAX_PICTURES - len(kept)])
        block_keys = {
            n: _store(desk, [request.FILES[f"block-{n}-file"]])[0]
            for n in row_numbers(request.FILES, "block")
        }
        sku_keys = {
            n: _store(desk, [request.FILES[f"sku-{n}-picture"]])[0]
            for n in row_numbers(request.FILES, "sku")
        }
    specs = _specs_of(data["category"])
    video = _chosen_video(data["video"], product, clips)
    known = _known_keys(product) | set(block_keys.values())
    details = read_details(form, specs, request.POST, block_keys, video)
    details = replace(
        details, blocks=tuple(b for b in details.blocks if not b.key or b.key in known)
    )
    values = {
        "title": data["title"],
        "description": data["description"],
        "category": data["category"].partition("/")[0],
        "pictures": [*kept, *fresh],
        "promises": request.POST.getlist("promise"),
        "option_names": names,
        "skus": [row.to_input(len(names), _picture_of(row, sku_keys, known)) for row in rows],
        "details": details,
    }
    with durable():
        if product is None:
            return create_product(actor=desk.actor, shop_id=desk.shop.id, **values)
        saved = update_product(actor=desk.actor, product_id=product.id, **values)
        own = {sku.id for sku in product.skus}
        for row in rows:
            if row.stock_change and row.cleaned_data["id"] in own:
                adjust_stock(
                    actor=desk.actor,
                    sku_id=row.cleaned_data["id"],
                    delta=row.stock_change,
                    reason="edited",
                )
        return saved


def _known_keys(product: ProductView | None) -> set[str]:
    """Stored files that the product shows: a form may keep them, but name no others."""
    if product is None:
        return set()
    keys = {sku.picture_key for sku in product.skus} | {b.key for b in product.details.blocks}
    return {key for key in keys if key} | set(product.pictures)


def _picture_of(row: SkuForm, fresh: dict[int, str], known: set[str]) -> str | None:
    """The row's own new picture, or the one it had; a picture is shared by its first option."""
    number = int(str(row.prefix).split("-")[1])
    kept: str = row.cleaned_data["picture_key"]
    return fresh.get(number) or (kept if kept in known else None)


def _chosen_video(
    choice: str, product: ProductView | None, clips: list[AssetView]
) -> ProductVideo | None:
    if choice == "keep" and product:
        return product.details.video
    found = next((clip for clip in clips if str(clip.id) == choice), None)
    if found is None or found.mp4_key is None:
        return None
    return ProductVideo(found.mp4_key, found.poster_key, found.duration_ms)


def _store(desk: Desk, files: Any) -> list[str]:
    return [
        store_picture(actor=desk.actor, data=f.read(), filename=f.name or "").picture_key
        for f in files
    ]


@require_POST
@desk_page(Right.EDIT_PRODUCTS)
def move(request: HttpRequest, desk: Desk, product_id: UUID, step: str) -> HttpResponse:
    """Put on the shelf, take off it, delete."""
    if step not in MOVES or get_product(product_id, desk.actor).shop_id != desk.shop.id:
        raise NotFound()
    try:
        with durable():
            MOVES[step](actor=desk.actor, product_id=product_id)
    except (AttributesMissing, NotReadyToList) as refused:  # the form is where it is mended
        messages.error(request, refused.message())
    if step == "delete":
        return redirect("desk-products", shop_id=desk.shop.id)
    return redirect("desk-product", shop_id=desk.shop.id, product_id=product_id)
