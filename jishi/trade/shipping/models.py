"""Freight templates, delivery terms, parcels at carriers, the sandbox carrier's books."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.shipping.types import DeliveryMethod, FreightMethod, ShipmentStatus


class Template(models.Model):
    """A shop's tariff; `rules` are plain values, as `FreightRule` holds them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    method = models.CharField(max_length=10, default=FreightMethod.PIECE)
    free_over_minor = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)
    rules = models.JSONField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop"], condition=Q(is_default=True), name="freight_default_once"
            ),
            models.CheckConstraint(
                condition=Q(method__in=list(FreightMethod)), name="freight_method_known"
            ),
        ]


class Terms(models.Model):
    """How a product is delivered; without a row: by parcel, at the shop's default tariff."""

    product_id = models.UUIDField(primary_key=True)
    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=10, default=DeliveryMethod.PARCEL)
    template = models.ForeignKey(
        Template, on_delete=models.SET_NULL, null=True, related_name="terms"
    )
    weight_grams = models.IntegerField(default=0)
    content = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=list(DeliveryMethod)), name="terms_method_known"
            ),
            models.CheckConstraint(condition=Q(weight_grams__gte=0), name="terms_weight"),
        ]


class VirtualCode(models.Model):
    """A code that one buyer gets; `reference` says for what it was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product_id = models.UUIDField()
    code = models.CharField(max_length=200)
    reference = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_id", "code"], name="virtual_code_once"),
        ]
        indexes = [
            models.Index(
                fields=["product_id", "id"], name="virtual_code_free", condition=Q(given_at=None)
            ),
            models.Index(
                fields=["reference"], name="virtual_code_given", condition=~Q(reference="")
            ),
        ]


class Point(models.Model):
    """A place where buyers fetch what they ordered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class Shipment(models.Model):
    """A parcel at a carrier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=20)
    carrier_name = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=40)
    status = models.CharField(max_length=20, default=ShipmentStatus.ANNOUNCED)
    registered_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "carrier_name", "tracking_number"], name="shipment_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(ShipmentStatus)), name="shipment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="delivered") ^ Q(delivered_at=None),
                name="shipment_delivered_when",
            ),
        ]
        indexes = [
            models.Index("ask_at", name="shipment_to_ask", condition=Q(ask_at__isnull=False))
        ]


class TrackingEvent(models.Model):
    """One word of a carrier about a parcel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="events")
    key = models.CharField(max_length=60)
    status = models.CharField(max_length=20)
    place = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "key"], name="tracking_event_once")
        ]


class SandboxWaybill(models.Model):
    """A parcel in the sandbox carrier's own books; it moves by the market clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=120, unique=True)
    tracking_number = models.CharField(max_length=40, unique=True)
    origin = models.CharField(max_length=120)
    destination = models.CharField(max_length=120)
    registered_at = models.DateTimeField()
