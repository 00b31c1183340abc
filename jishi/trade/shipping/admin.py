from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter
from jishi.trade.shipping.models import Shipment
from jishi.trade.shipping.types import ShipmentStatus


@admin.register(Shipment)
class ShipmentAdmin(RoomAdmin):
    heading = _("Parcels")
    subject_kind = "shipment"
    list_display = ("tracking_number", "carrier_name", "shop", "stands", "registered_at")
    list_filter = (choice_filter("status", ShipmentStatus),)
    list_select_related = ("shop",)
    search_fields = ("tracking_number", "shop__name")
    ordering = ("-registered_at",)
    stands = choice_column("status", ShipmentStatus)
    readonly_fields = ("stands",)
    fields = (
        ("tracking_number", "carrier_name"),
        ("shop", "stands"),
        ("registered_at", "delivered_at"),
    )
