"""Tables of settlement."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.settlement.types import SettlementStatus, ShareStatus


class Settlement(models.Model):
    """The money of one order, from escrow to everybody who has a part of it."""

    order_id = models.UUIDField(primary_key=True, editable=False)
    shop_id = models.UUIDField()
    buyer_id = models.UUIDField()
    status = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    fee_rate_ppm = models.IntegerField()
    # What was divided and how; null until it is settled.
    base_minor = models.BigIntegerField(null=True)
    fee_minor = models.BigIntegerField(null=True)
    shop_minor = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    release_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in SettlementStatus]),
                name="settlement_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled")
                | Q(base_minor__gte=models.F("fee_minor") + models.F("shop_minor")),
                name="settlement_parts_fit",
            ),
        ]
        indexes = [
            models.Index(fields=["release_at"], condition=Q(status="held"), name="settlement_due"),
            models.Index(fields=["shop_id", "-opened_at", "-order_id"], name="settlement_shop"),
        ]


class SettlementStep(models.Model):
    """History: each status a settlement was given."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()


class Share(models.Model):
    """A payee's part of an order, other than the shop's and the platform's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="shares")
    key = models.CharField(max_length=80)
    payee = models.CharField(max_length=100)
    role = models.CharField(max_length=30)
    rate_ppm = models.IntegerField()
    base_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    status = models.CharField(max_length=10)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "key"], name="share_once"),
            models.CheckConstraint(
                condition=Q(rate_ppm__gt=0, rate_ppm__lte=1_000_000), name="share_rate"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in ShareStatus]), name="share_status"
            ),
        ]
