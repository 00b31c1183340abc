from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import Button, RoomAdmin, choice_column, choice_filter
from jishi.foundation.kernel.signing import media_url
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.approve_document import approve_document
from jishi.trade.shops.actions.cancel_document import cancel_document
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.reject_document import reject_document
from jishi.trade.shops.actions.reject_shop import reject_shop
from jishi.trade.shops.actions.reopen_shop import reopen_shop
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.models import Document, Shop
from jishi.trade.shops.rules import DOCUMENT, SHOP
from jishi.trade.shops.types import DocumentKind, DocumentStatus, ShopStatus


def _to(action: Callable[..., Any]) -> Callable[[Actor, UUID, str], object]:
    return lambda operator, shop_id, note: action(actor=operator, shop_id=shop_id, note=note)


def _may(target: ShopStatus, source: ShopStatus | None = None) -> Callable[[Shop], bool]:
    def allowed(shop: Shop) -> bool:
        step = SHOP.find(shop.status, target)
        return step is not None and "operator" in step.by and source in {None, shop.status}

    return allowed


@admin.register(Shop)
class ShopAdmin(RoomAdmin):
    heading = _("Shops")
    subject_kind = "shop"
    list_display = ("name", "state", "region", "owner", "applied_at", "opened_at")
    list_filter = (choice_filter("status", ShopStatus),)
    list_select_related = ("owner",)
    search_fields = ("name", "owner__display_name")
    ordering = ("-applied_at",)
    state = choice_column("status", ShopStatus)
    readonly_fields = ("state",)
    fields = (
        ("name", "state"),
        ("owner", "contact_phone"),
        "region",
        "about",
        "decision_note",
        ("deposit_minor", "score"),
        ("applied_at", "opened_at"),
        "closed_at",
    )
    buttons = (
        Button(
            "admit",
            _("Admit the shop"),
            _to(admit_shop),
            kind="primary",
            shown=_may(ShopStatus.OPEN, ShopStatus.APPLIED),
        ),
        Button(
            "reject",
            _("Refuse"),
            _to(reject_shop),
            note=_("What the owner should mend"),
            needs_note=True,
            shown=_may(ShopStatus.REJECTED),
        ),
        Button(
            "reopen",
            _("Let it sell again"),
            _to(reopen_shop),
            kind="primary",
            shown=_may(ShopStatus.OPEN, ShopStatus.SUSPENDED),
        ),
        Button(
            "suspend",
            _("Suspend"),
            _to(suspend_shop),
            kind="danger",
            note=_("Why; the owner reads it"),
            needs_note=True,
            shown=_may(ShopStatus.SUSPENDED),
        ),
        Button(
            "close",
            _("Close for good"),
            _to(close_shop),
            kind="danger",
            note=_("Why; the owner reads it"),
            needs_note=True,
            shown=_may(ShopStatus.CLOSED),
        ),
    )


def _paper(action: Callable[..., Any]) -> Callable[[Actor, UUID, str], object]:
    return lambda operator, document_id, note: action(
        actor=operator, document_id=document_id, note=note
    )


def _paper_may(target: DocumentStatus) -> Callable[[Document], bool]:
    def allowed(row: Document) -> bool:
        step = DOCUMENT.find(row.status, target)
        return step is not None and "operator" in step.by

    return allowed


@admin.register(Document)
class DocumentAdmin(RoomAdmin):
    heading = _("Documents of shops")
    subject_kind = "document"
    list_display = ("shop", "what", "category", "brand", "state", "valid_until", "submitted_at")
    list_filter = (choice_filter("status", DocumentStatus), choice_filter("kind", DocumentKind))
    list_select_related = ("shop",)
    search_fields = ("shop__name", "number", "brand")
    ordering = ("-submitted_at",)
    state = choice_column("status", DocumentStatus)
    what = choice_column("kind", DocumentKind)
    readonly_fields = ("state", "what", "file")
    fields = (
        ("shop", "what"),
        ("category", "brand"),
        ("number", "valid_until"),
        "file",
        ("state", "note"),
        ("submitted_at", "decided_at"),
        "renews",
    )
    buttons = (
        Button(
            "approve",
            _("Approve"),
            _paper(approve_document),
            kind="primary",
            shown=_paper_may(DocumentStatus.APPROVED),
        ),
        Button(
            "reject",
            _("Send back"),
            _paper(reject_document),
            note=_("What the shop should mend"),
            needs_note=True,
            shown=_paper_may(DocumentStatus.REJECTED),
        ),
        Button(
            "cancel",
            _("Take out of force"),
            _paper(cancel_document),
            kind="danger",
            note=_("Why; the shop reads it. What needs this document is held at once"),
            needs_note=True,
            shown=_paper_may(DocumentStatus.CANCELLED),
        ),
    )

    @admin.display(description=_("The document itself"))
    def file(self, row: Document) -> SafeString:
        url = media_url(row.file_key)
        name = row.file_name or row.file_key.rsplit("/", 1)[-1]
        link = format_html(
            '<a href="{}" target="_blank" rel="noopener" class="underline">{}</a>', url, name
        )
        if row.file_key.endswith(".pdf"):
            return link
        return format_html(
            '<img src="{}" alt="" class="max-h-96 max-w-full rounded border mb-2">{}', url, link
        )
