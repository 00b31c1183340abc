"""Products and their stock."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.forms import ProductForm, SkuForm, StockForm, sku_rows
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.delete_product import delete_product
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.update_product import update_product
from jishi.trade.catalog.queries import (
    count_shop_products,
    get_product,
    get_stock_rows,
    list_categories,
    list_shop_products,
)
from jishi.trade.catalog.types import ListingStatus, ProductView, Promise
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
        {"desk": desk, "section": "products", "page": page, "q": q, "status": status, "tabs": tabs},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def edit(request: HttpRequest, desk: Desk, product_id: UUID | None = None) -> HttpResponse:
    """A new product, or one of the shop's with all it has."""
    product = get_product(product_id, desk.actor) if product_id else None
    if product and product.shop_id != desk.shop.id:
        raise NotFound()
    form = ProductForm(request.POST or None, initial=_initial_of(product))
    rows = sku_rows(request.POST if request.method == "POST" else None, product)
    error = None
    if request.method == "POST" and form.is_valid() and rows and all(r.is_valid() for r in rows):
        try:
            saved = _save(request, desk, product, form, rows)
            messages.success(request, gettext("Saved."))
            return redirect("desk-product", shop_id=desk.shop.id, product_id=saved.id)
        except DomainError as refused:
            error = refused
    chosen = request.POST.getlist("promise") if request.POST else _promises_of(product)
    page = {
        "desk": desk,
        "section": "products",
        "product": product,
        "form": form,
        "rows": rows,
        "blank": SkuForm(prefix="sku-__n__", initial={"stock": 0}),
        "categories": list_categories(),
        "promises": [(p, p.value in chosen) for p in Promise],
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/product.html", page, status=status)


def _initial_of(product: ProductView | None) -> dict[str, str]:
    if product is None:
        return {}
    names = [*product.option_names, "", ""]
    return {
        "title": product.title,
        "description": product.description,
        "category": product.category,
        "option_1": names[0],
        "option_2": names[1],
    }


def _promises_of(product: ProductView | None) -> list[str]:
    known = product.promises if product else (Promise.RETURN_7D, Promise.DISPATCH_48H)
    return [p.value for p in known]


def _save(
    request: HttpRequest,
    desk: Desk,
    product: ProductView | None,
    form: ProductForm,
    rows: list[SkuForm],
) -> ProductView:
    kept = [key for key in request.POST.getlist("picture") if product and key in product.pictures]
    data = form.cleaned_data
    names = [n for n in (data["option_1"], data["option_2"]) if n]
    with durable():
        fresh = [
            store_picture(actor=desk.actor, data=f.read(), filename=f.name or "").picture_key
            for f in request.FILES.getlist("pictures")[: MAX_PICTURES - len(kept)]
        ]
    values = {
        "title": data["title"],
        "description": data["description"],
        "category": data["category"],
        "pictures": [*kept, *fresh],
        "promises": request.POST.getlist("promise"),
        "option_names": names,
        "skus": [row.to_input(len(names)) for row in rows],
    }
    with durable():
        if product is None:
            return create_product(actor=desk.actor, shop_id=desk.shop.id, **values)
        return update_product(actor=desk.actor, product_id=product.id, **values)


@require_POST
@desk_page(Right.EDIT_PRODUCTS)
def move(request: HttpRequest, desk: Desk, product_id: UUID, step: str) -> HttpResponse:
    """Put on the shelf, take off it, delete."""
    if step not in MOVES or get_product(product_id, desk.actor).shop_id != desk.shop.id:
        raise NotFound()
    with durable():
        MOVES[step](actor=desk.actor, product_id=product_id)
    if step == "delete":
        return redirect("desk-products", shop_id=desk.shop.id)
    return redirect("desk-product", shop_id=desk.shop.id, product_id=product_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.COUNT_STOCK)
def stock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is on the shelf, what is promised, and a count that can be set."""
    if request.method == "POST":
        form = StockForm(request.POST)
        if form.is_valid():
            with durable():
                set_stock(
                    actor=desk.actor,
                    sku_id=_uuid(request.POST.get("sku", "")),
                    on_hand=form.cleaned_data["on_hand"],
                )
            messages.success(request, gettext("Saved."))
        else:
            messages.error(request, gettext("Write a whole number of pieces, 0 or more."))
        return redirect("desk-stock", shop_id=desk.shop.id)
    rows = get_stock_rows(desk.actor, desk.shop.id)
    low = sum(1 for row in rows if row.is_low)
    page = {"desk": desk, "section": "stock", "rows": rows, "low": low}
    return render(request, "desk/stock.html", page)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
