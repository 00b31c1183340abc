"""What merchants send: prices in the market's currency, rows of SKUs, parcels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import parse_minor
from jishi.foundation.kernel.settings import settings
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


class ShipForm(forms.Form):
    """A parcel handed over."""

    carrier = forms.CharField(max_length=40)
    tracking_number = forms.CharField(max_length=60, required=False)
    key = forms.CharField(max_length=120)


class StockForm(forms.Form):
    """Units counted, carried to another warehouse, or from which on the shop wants to be told."""

    warehouse = forms.UUIDField(required=False)
    on_hand = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    alert_at = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    target = forms.UUIDField(required=False)
    quantity = forms.IntegerField(min_value=1, max_value=10_000_000, required=False)

    def has_changes(self) -> bool:
        """Whether anything was entered at all."""
        return any(self.cleaned_data[k] is not None for k in ("on_hand", "alert_at", "quantity"))


class WarehouseForm(forms.Form):
    """A warehouse, new or known (`id`), or one to be closed."""

    id = forms.UUIDField(required=False)
    name = forms.CharField(max_length=40, required=False)
    region = forms.CharField(max_length=80, required=False)
    serves = forms.CharField(max_length=1000, required=False)
    position = forms.IntegerField(min_value=0, max_value=999, required=False)
    close = forms.BooleanField(required=False)


class DocumentForm(forms.Form):
    """A paper handed in."""

    kind = forms.ChoiceField(choices=[(k.value, k.label) for k in DocumentKind])
    category = forms.CharField(max_length=30, required=False)
    brand = forms.CharField(max_length=40, required=False)
    number = forms.CharField(max_length=60, required=False)
    valid_until = forms.DateField(required=False)
    file = forms.FileField(allow_empty_file=False, max_length=255)
    renews = forms.UUIDField(required=False)


class DepositForm(forms.Form):
    """A payment into the deposit."""

    amount = MoneyField(max_length=20)
    provider = forms.CharField(max_length=20)
    key = forms.CharField(max_length=120)


_DAYS = [(str(n), str(n)) for n in range(7)]


class FrontForm(forms.Form):
    """How the shop presents itself; sections are `section-0-title`, `section-0-product` …"""

    notice = forms.CharField(max_length=200, required=False)
    auto_reply = forms.CharField(max_length=300, required=False)
    days = forms.MultipleChoiceField(choices=_DAYS, required=False)
    opens = forms.TimeField(required=False)
    closes = forms.TimeField(required=False)
    holiday_first = forms.DateField(required=False)
    holiday_last = forms.DateField(required=False)
    holiday_words = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Hours need days and both ends, a holiday its first and last day."""
        data = super().clean() or {}
        hours = [bool(data.get(f)) for f in ("days", "opens", "closes")]
        if any(hours) and not all(hours):
            self.add_error("opens", _("Choose days, and from when to when."))
        if bool(data.get("holiday_first")) != bool(data.get("holiday_last")):
            self.add_error("holiday_first", _("Choose the first and the last day."))
        return data
