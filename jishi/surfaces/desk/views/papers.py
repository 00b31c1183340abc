"""Documents: what the shop holds, what it lacks, handing in, renewing, giving up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.errors import FileTooLarge
from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.storage import save_bytes
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.desk.forms import DocumentForm
from jishi.surfaces.desk.papers import compose_papers, list_category_choices
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.shops.actions.cancel_document import cancel_document
from jishi.trade.shops.actions.submit_document import submit_document
from jishi.trade.shops.actions.withdraw_document import withdraw_document
from jishi.trade.shops.queries import get_document
from jishi.trade.shops.types import ALL_ROLES, DocumentKind, DocumentView, Right

PDF_LIMIT = 10 * 1024 * 1024
PICTURE_WIDTH = 1440


@require_safe
@desk_page(*ALL_ROLES)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's documents, and what its categories ask for."""
    page = {"desk": desk, "section": "documents", "papers": compose_papers(desk.actor, desk.shop)}
    return render(request, "desk/documents.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_DOCUMENTS)
def submit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Hand in a document, or the renewal of one (`renews`)."""
    older = _older(desk, request.GET.get("renews") or request.POST.get("renews"))
    start = {"kind": request.GET.get("kind", ""), "category": request.GET.get("category", "")}
    if older:
        start = {"kind": older.kind.value, "category": older.category, "brand": older.brand}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=start)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _hand_in(desk, form, older)
            messages.success(
                request, gettext("Handed in. The operator looks at it, usually within a day.")
            )
            return redirect("desk-documents", shop_id=desk.shop.id)
        except DomainError as refused:
            error = refused
    page = {
        "desk": desk,
        "section": "documents",
        "form": form,
        "older": older,
        "error": error,
        "kinds": [(k.value, gettext(k.label)) for k in DocumentKind],
        "categories": [("", gettext("The whole shop")), *list_category_choices()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/document_new.html", page, status=status)


def _older(desk: Desk, text: str | None) -> DocumentView | None:
    if not text:
        return None
    try:
        older = get_document(desk.actor, UUID(text))
    except ValueError:
        raise NotFound() from None
    if older.shop_id != desk.shop.id:
        raise NotFound()
    return older


def _hand_in(desk: Desk, form: DocumentForm, older: DocumentView | None) -> None:
    data = form.cleaned_data
    file: UploadedFile[Any] = data["file"]
    key = store_paper(desk.actor, file)
    with durable():
        submit_document(
            actor=desk.actor,
            shop_id=desk.shop.id,
            kind=older.kind if older else DocumentKind(data["kind"]),
            category=data["category"],
            brand=older.brand if older else data["brand"],
            number=data["number"],
            valid_until=data["valid_until"],
            file_key=key,
            file_name=file.name or "",
            renews=older.id if older else None,
        )


def store_paper(actor: Actor, file: UploadedFile[Any]) -> str:
    """Keep a PDF or a picture, told by its content; gives the key.

    Raises FileTooLarge, NotAPicture and what else pictures are refused for.
    """
    if (file.size or 0) > PDF_LIMIT:
        raise FileTooLarge(size_mb=(file.size or 0) // 1024**2, limit_mb=PDF_LIMIT // 1024**2)
    data = file.read()
    if data.startswith(b"%PDF-"):
        return save_bytes(f"documents/{new_id().hex}.pdf", data)
    with durable():
        asset = store_picture(actor=actor, data=data, filename=file.name or "")
    return asset.picture_for(PICTURE_WIDTH)


@require_POST
@desk_page(Right.EDIT_DOCUMENTS)
def end(request: HttpRequest, desk: Desk, document_id: UUID, step: str) -> HttpResponse:
    """`withdraw` what waits, or `cancel` what is in force."""
    if get_document(desk.actor, document_id).shop_id != desk.shop.id:
        raise NotFound()
    with durable():
        if step == "withdraw":
            withdraw_document(actor=desk.actor, document_id=document_id)
        elif step == "cancel":
            cancel_document(actor=desk.actor, document_id=document_id)
        else:
            raise InvalidInput(field="step")
    messages.success(request, gettext("Done."))
    return redirect("desk-documents", shop_id=desk.shop.id)
