from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import (
    Button,
    RoomAdmin,
    choice_column,
    choice_filter,
    money_column,
)
from jishi.foundation.kernel.field_names import FIELD_NAMES
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.storage import media_url
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.hold_product import hold_product
from jishi.trade.catalog.actions.pass_edit import pass_edit
from jishi.trade.catalog.actions.reject_edit import reject_edit
from jishi.trade.catalog.actions.release_product import release_product
from jishi.trade.catalog.models import Product, Sku
from jishi.trade.catalog.types import EditStatus, ListingStatus


def _pass(operator: Actor, product_id: UUID, _note: str) -> None:
    pass_edit(actor=operator, product_id=product_id)


def _reject(operator: Actor, product_id: UUID, note: str) -> None:
    reject_edit(actor=operator, product_id=product_id, note=note)


def _hold(operator: Actor, product_id: UUID, note: str) -> None:
    hold_product(actor=operator, product_id=product_id, note=note)


def _release(operator: Actor, product_id: UUID, note: str) -> None:
    release_product(actor=operator, product_id=product_id, note=note)


def _in_review(product: Product) -> bool:
    return product.edit_status == EditStatus.IN_REVIEW


@admin.register(Product)
class ProductAdmin(RoomAdmin):
    heading = _("Products")
    subject_kind = "product"
    list_display = ("title", "shop", "listing", "edit", "price", "popularity", "updated_at")
    list_filter = (
        choice_filter("listing_status", ListingStatus),
        choice_filter("edit_status", EditStatus),
    )
    list_select_related = ("shop",)
    search_fields = ("title", "shop__name")
    ordering = ("-updated_at",)
    listing = choice_column("listing_status", ListingStatus)
    edit = choice_column("edit_status", EditStatus)
    price = money_column("price_minor")
    readonly_fields = ("listing", "edit", "price", "shown_pictures", "skus")
    fields = (
        ("title", "category"),
        "shop",
        ("listing", "edit", "note"),
        "shown_pictures",
        "description",
        "skus",
        "pending_edit",
        ("created_at", "updated_at"),
    )
    buttons = (
        Button("pass", _("Pass the edit"), _pass, kind="primary", shown=_in_review),
        Button(
            "reject",
            _("Send back"),
            _reject,
            note=_("What the shop should mend"),
            needs_note=True,
            shown=_in_review,
        ),
        Button(
            "hold",
            _("Take off the shelf"),
            _hold,
            kind="danger",
            note=_("Why; the shop reads it"),
            needs_note=True,
            shown=lambda p: p.listing_status == ListingStatus.LISTED,
        ),
        Button(
            "release",
            _("Release"),
            _release,
            shown=lambda p: p.listing_status == ListingStatus.HELD,
        ),
    )

    @admin.display(description=_("Pictures"))
    def shown_pictures(self, product: Product) -> SafeString:
        return format_html_join(
            " ",
            '<img src="{}" alt="" width="120" height="120" style="display:inline">',
            ((media_url(key),) for key in product.pictures),
        )

    @admin.display(description=FIELD_NAMES["price_minor"])
    def skus(self, product: Product) -> SafeString:
        rows = Sku.objects.filter(product=product, is_retired=False).order_by("position")
        lines = (
            (
                " · ".join(value for _name, value in sku.options) or sku.code,
                format_minor(sku.price_minor, product.currency),
            )
            for sku in rows
        )
        return format_html("{}", format_html_join("", "<div>{}: {}</div>", lines))
