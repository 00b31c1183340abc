"""Tables of providers' bills, and of what differs from our books."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.types import BillKind, DifferenceKind, DifferenceStatus


class Bill(models.Model):
    """A provider's bill of one day that was fetched and compared."""

    provider = models.CharField(max_length=30)
    day = models.DateField()
    fetched_at = models.DateTimeField()
    line_count = models.IntegerField()
    received_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "day"], name="bill_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.day}"


class BillEntry(models.Model):
    """One line of a bill: kept, so that what is on the next day's is not missed on this one's."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="entries")
    provider = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    provider_ref = models.CharField(max_length=80)
    our_id = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_done = models.BooleanField(default=True)
    fee_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "provider_ref"], name="bill_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in BillKind]), name="bill_entry_kind"
            ),
        ]
        indexes = [models.Index(fields=["our_id"], name="bill_entry_ours")]


class Difference(models.Model):
    """What a provider's bill and our books do not agree about, until somebody has dealt with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=30)
    day = models.DateField()
    kind = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=80)
    ours_minor = models.BigIntegerField()
    theirs_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default=DifferenceStatus.OPEN.value)
    note = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "subject_kind", "subject"], name="difference_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in DifferenceKind]), name="difference_kind"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(resolved_at__isnull=False),
                name="difference_resolved",
            ),
        ]
        indexes = [
            models.Index(fields=["-found_at"], condition=Q(status="open"), name="difference_open")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.subject}"
