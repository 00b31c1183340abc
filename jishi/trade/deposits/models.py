"""Payments into deposits. What is in one stands in the ledger alone."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.deposits.types import TopUpStatus


class TopUp(models.Model):
    """A payment into a shop's deposit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default=TopUpStatus.PENDING)
    payment_id = models.UUIDField(null=True)
    idempotency_key = models.CharField(max_length=120)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "idempotency_key"], name="top_up_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0)
                & Q(returned_minor__gte=0, returned_minor__lte=F("amount_minor")),
                name="top_up_amounts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(TopUpStatus)), name="top_up_status_known"
            ),
        ]
        indexes = [models.Index("shop", F("opened_at").desc(), name="top_up_of_shop")]


class TopUpMove(models.Model):
    """One step of a payment into a deposit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    top_up = models.ForeignKey(TopUp, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()
