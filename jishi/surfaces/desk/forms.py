"""What merchants send: prices in the market's currency, rows of SKUs, parcels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import parse_minor, write_plain
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.types import ProductView, SkuInput
from jishi.trade.shops.types import DocumentKind


class MoneyField(forms.CharField):
    """An amount as people write it; cleans to minor units (None when left empty)."""

    def clean(self, value: Any) -> Any:
        """Minor units; raises ValidationError for anything but an amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_minor(text, settings.currency)
        except ValueError:
            raise ValidationError(_("Write an amount such as 45.90."), code="amount") from None


class ShopForm(forms.Form):
    """A shop's name card."""

    name = forms.CharField(max_length=40)
    region = forms.CharField(max_length=40, required=False)
    about = forms.CharField(max_length=500, required=False)
    contact_phone = forms.CharField(max_length=20, required=False)


class ProductForm(forms.Form):
    """A product's words; its SKUs are rows of `SkuForm`."""

    title = forms.CharField(max_length=100)
    description = forms.CharField(max_length=10_000, required=False)
    category = forms.CharField(max_length=40)
    option_1 = forms.CharField(max_length=30, required=False)
    option_2 = forms.CharField(max_length=30, required=False)


class SkuForm(forms.Form):
    """One row of the SKU table."""

    code = forms.CharField(max_length=40)
    option_1 = forms.CharField(max_length=30, required=False)
    option_2 = forms.CharField(max_length=30, required=False)
    price = MoneyField(max_length=20)
    list_price = MoneyField(max_length=20, required=False)
    stock = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)

    def to_input(self, option_count: int) -> SkuInput:
        """The row as the catalog takes it."""
        data = self.cleaned_data
        options = tuple(data[f"option_{n + 1}"] for n in range(option_count))
        return SkuInput(
            code=data["code"],
            options=options,
            price_minor=data["price"],
            list_price_minor=data["list_price"],
            stock=data["stock"] or 0,
        )


class ShipForm(forms.Form):
    """A parcel handed over."""

    carrier = forms.CharField(max_length=40)
    tracking_number = forms.CharField(max_length=60, required=False)
    key = forms.CharField(max_length=120)


class StockForm(forms.Form):
    """Units counted on the shelf."""

    on_hand = forms.IntegerField(min_value=0, max_value=10_000_000)


def sku_rows(data: Mapping[str, Any] | None, product: ProductView | None) -> list[SkuForm]:
    """The rows of a sent form (`sku-0-code` …), or those of a product, or one empty row."""
    if data is not None:
        numbers = sorted(
            {int(k.split("-")[1]) for k in data if k.startswith("sku-") and _is_number(k)}
        )
        return [SkuForm(data, prefix=f"sku-{n}") for n in numbers[:100]]
    if product is None:
        return [SkuForm(prefix="sku-0", initial={"stock": 0})]
    return [
        SkuForm(prefix=f"sku-{n}", initial=_initial_of(product, n))
        for n in range(len(product.skus))
    ]


def _is_number(key: str) -> bool:
    part = key.split("-")[1]
    return part.isascii() and part.isdigit() and len(part) <= 4


def _initial_of(product: ProductView, n: int) -> dict[str, Any]:
    sku = product.skus[n]
    values = [value for _name, value in sku.options] + ["", ""]
    return {
        "code": sku.code,
        "option_1": values[0],
        "option_2": values[1],
        "price": write_plain(sku.price_minor, sku.currency),
        "list_price": write_plain(sku.list_price_minor, sku.currency)
        if sku.list_price_minor
        else "",
        "stock": sku.available,
    }


class DocumentForm(forms.Form):
    """A paper handed in."""

    kind = forms.ChoiceField(choices=[(k.value, k.label) for k in DocumentKind])
    category = forms.CharField(max_length=30, required=False)
    brand = forms.CharField(max_length=40, required=False)
    number = forms.CharField(max_length=60, required=False)
    valid_until = forms.DateField(required=False)
    file = forms.FileField(allow_empty_file=False, max_length=255)
    renews = forms.UUIDField(required=False)
