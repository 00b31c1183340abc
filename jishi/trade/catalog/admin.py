from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
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
from jishi.trade.catalog.queries import list_edit_changes
from jishi.trade.catalog.types import EditChange, EditStatus, ListingStatus


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


_CHANGE = (
    '<tr style="border-top:1px solid var(--color-base-200)"><th class="p-2 text-left align-top">{}'
    '</th><td class="p-2 align-top whitespace-pre-line">{}</td>'
    '<td class="p-2 align-top whitespace-pre-line font-medium">{}</td></tr>'
)


def _part(change: EditChange, text: str) -> SafeString | str:
    """A side of a change: pictures as pictures, the rest as words."""
    if change.field != "pictures":
        return text or "—"
    return format_html_join(
        " ",
        '<img src="{}" alt="" width="72" height="72" style="display:inline">',
        ((media_url(key),) for key in text.split("\n") if key),
    )


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
    readonly_fields = ("listing", "edit", "price", "shown_pictures", "skus", "changes")
    fields = (
        ("title", "category"),
        "shop",
        ("listing", "edit", "note"),
        "shown_pictures",
        "description",
        "skus",
        "changes",
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

    @admin.display(description=_("What the edit changes"))
    def changes(self, product: Product) -> SafeString | str:
        if product.edit_status not in (EditStatus.IN_REVIEW, EditStatus.REJECTED):
            return "—"
        lines = (
            (gettext(change.label), _part(change, change.before), _part(change, change.after))
            for change in list_edit_changes(product.id)
        )
        rows = format_html_join("", _CHANGE, lines)
        return format_html(
            '<table class="w-full text-sm"><thead><tr><th class="p-2 text-left"></th>'
            '<th class="p-2 text-left">{}</th><th class="p-2 text-left">{}</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            gettext("Sells now"),
            gettext("Would sell"),
            rows,
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
