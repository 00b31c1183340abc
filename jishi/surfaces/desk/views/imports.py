"""Many products at once: files in and out, one change for those that were chosen."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.catalog.actions.cancel_import import cancel_import
from jishi.trade.catalog.actions.change_products import change_products
from jishi.trade.catalog.actions.check_import import check_import
from jishi.trade.catalog.actions.export_products import export_products
from jishi.trade.catalog.actions.start_import import start_import
from jishi.trade.catalog.queries import (
    get_import,
    list_category_tree,
    list_import_rows,
    list_imports,
)
from jishi.trade.catalog.types import BulkKind, ImportStatus, ImportView, RowFate
from jishi.trade.shops.types import Right

MAX_FILE_BYTES = 10 * 2**20
_COLUMN_WORDS = {
    "product_id": ("商品编号", "Product number"),
    "title": ("商品名称", "Product name"),
    "category": ("类目", "Category"),
    "description": ("商品描述", "Description"),
    "promises": ("服务承诺", "Promises"),
    "option_names": ("规格名", "Option names"),
    "options": ("规格值", "Option values"),
    "sku_code": ("规格编码", "SKU code"),
    "price": ("售价", "Price"),
    "list_price": ("划线价", "Was"),
    "stock": ("库存", "Stock"),
    "weight_grams": ("重量", "Weight"),
    "attributes": ("商品属性", "Facts"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A file to be checked, and the imports before it."""
    error = None
    if request.method == "POST":
        try:
            run = _check(request, desk)
            return redirect("desk-import", shop_id=desk.shop.id, import_id=run.id)
        except DomainError as refused:
            error = refused
    page = {
        "desk": desk,
        "section": "products",
        "page": list_imports(desk.actor, desk.shop.id, cursor=request.GET.get("cursor")),
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/imports.html", page, status=status)


def _check(request: HttpRequest, desk: Desk) -> ImportView:
    file = request.FILES.get("file")
    data = file.read(MAX_FILE_BYTES + 1) if file else b""
    with durable():
        return check_import(
            actor=desk.actor,
            shop_id=desk.shop.id,
            filename=(file.name or "") if file else "",
            data=data,
        )


def _own(desk: Desk, import_id: UUID) -> ImportView:
    run = get_import(desk.actor, import_id)
    if run.shop_id != desk.shop.id:
        raise NotFound()
    return run


@require_safe
@desk_page(Right.EDIT_PRODUCTS)
def show(request: HttpRequest, desk: Desk, import_id: UUID) -> HttpResponse:
    """Every row's fate, then how far it is, then what became of it."""
    run = _own(desk, import_id)
    wanted = request.GET.get("fate", "")
    fate = RowFate(wanted) if wanted in set(RowFate) else None
    rows = list_import_rows(desk.actor, run.id, fate=fate, cursor=request.GET.get("cursor"))
    chinese = request.LANGUAGE_CODE != "en"
    names = {key: words[0 if chinese else 1] for key, words in _COLUMN_WORDS.items()}
    for entry in list_category_tree():
        for kind in entry.subcategories:
            for spec in kind.attributes:
                names[f"attr:{spec.key}"] = spec.name_zh if chinese else spec.name_en
    page = {
        "desk": desk,
        "section": "products",
        "run": run,
        "fate": fate,
        "rows": [
            (
                row,
                [(names.get(k, k), b, a) for k, (b, a) in row.changes.items()],
                [(names.get(p.column, p.column), p.message) for p in row.problems],
            )
            for row in rows.items
        ],
        "next_cursor": rows.next_cursor,
        "fates": [(f, run.counts.get(f, 0)) for f in RowFate],
        "is_running": run.status is ImportStatus.APPLYING,
    }
    part = request.headers.get("HX-Target") == "progress"
    return render(request, "desk/_import_progress.html" if part else "desk/import.html", page)


@require_POST
@desk_page(Right.EDIT_PRODUCTS)
def decide(request: HttpRequest, desk: Desk, import_id: UUID) -> HttpResponse:
    """Apply what was checked, or give it up."""
    run = _own(desk, import_id)
    with durable():
        if request.POST.get("cancel"):
            cancel_import(actor=desk.actor, import_id=run.id)
        else:
            start_import(actor=desk.actor, import_id=run.id)
    return redirect("desk-import", shop_id=desk.shop.id, import_id=run.id)


@require_safe
@desk_page(Right.EDIT_PRODUCTS)
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's products as XLSX or CSV, or an empty template."""
    with durable():
        file = export_products(
            actor=desk.actor,
            shop_id=desk.shop.id,
            format=request.GET.get("format", "xlsx"),
            template=bool(request.GET.get("template")),
        )
    answer = HttpResponse(file.data, content_type=file.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@desk_page(Right.EDIT_PRODUCTS)
def change(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One change for the products that were chosen in the table; the result of each."""
    kind = request.POST.get("kind", "")
    ids = [_uuid(text) for text in request.POST.getlist("product")]
    if kind not in set(BulkKind) or not ids:
        messages.error(request, gettext("Choose products and what to do with them."))
        return redirect("desk-products", shop_id=desk.shop.id)
    value = request.POST.get("promise" if kind.startswith("promise") else "value", "").strip()
    with durable():
        results = change_products(
            actor=desk.actor,
            shop_id=desk.shop.id,
            product_ids=ids,
            kind=BulkKind(kind),
            value=value,
        )
    done = sum(1 for result in results if result.is_done)
    page = {"desk": desk, "section": "products", "results": results, "done": done}
    return render(request, "desk/bulk_result.html", page)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
