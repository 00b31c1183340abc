"""Tables of chargebacks."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.models.payments import Payment
from jishi.trade.payments.types import DisputeStatus


class Dispute(models.Model):
    """The payer's bank takes a payment back; amount and fee may exceed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider = models.CharField(max_length=30)
    dispute_ref = models.CharField(max_length=80)
    status = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=80)
    evidence = models.TextField(blank=True)
    evidence_due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "dispute_ref"], name="dispute_once"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in DisputeStatus]), name="dispute_status"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, fee_minor__gte=0), name="dispute_amounts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["evidence_due_at"],
                condition=Q(status__in=["open", "answered"]),
                name="dispute_running",
            )
        ]

    def __str__(self) -> str:
        return self.dispute_ref


class DisputeStep(models.Model):
    """History: each status a chargeback was given."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
