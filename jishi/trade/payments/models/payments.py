"""Tables of payments, refunds and providers' notices."""

from django.db import models
from django.db.models import F, Q, Value

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.types import (
    NoticeOutcome,
    NoticeSubject,
    PaymentStatus,
    RefundStatus,
)

_ACTIVE = (PaymentStatus.PENDING.value, PaymentStatus.PAID.value)


class Payment(models.Model):
    """Money asked of a payer for one reference."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    provider = models.CharField(max_length=30)
    payer_id = models.UUIDField()
    description = models.CharField(max_length=120)
    status = models.CharField(max_length=10)
    idempotency_key = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    received_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    provider_payment_id = models.CharField(max_length=80, blank=True)
    next_query_at = models.DateTimeField(null=True)
    query_count = models.SmallIntegerField(default=0)
    # Another way to pay or another provider is another attempt; ours is the newest, or the paid.
    attempt = models.SmallIntegerField(default=1, db_default=1)
    terminal = models.CharField(max_length=10, blank=True, db_default="")
    provider_ref = models.CharField(max_length=255, blank=True, db_default="")
    # Attempts before: number, provider, terminal, provider_ref. Money may still come from them.
    earlier = models.JSONField(default=list, db_default=Value([], models.JSONField()))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer_id", "idempotency_key"], name="payment_once"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(status__in=_ACTIVE), name="payment_one_active"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in PaymentStatus]), name="payment_status"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("received_minor")),
                name="payment_refunds_fit",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_at__isnull=False, received_minor__gt=0),
                name="payment_paid_received",
            ),
        ]
        indexes = [
            models.Index(fields=["reference", "opened_at"], name="payment_reference"),
            models.Index(
                fields=["provider_payment_id"],
                condition=~Q(provider_payment_id=""),
                name="payment_at_provider",
            ),
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="payment_to_query",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(status="pending"), name="payment_to_close"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentStep(models.Model):
    """History: each status a payment was given, by whom and why."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10)
    by = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class PaymentNotice(models.Model):
    """What came to the door for notices: each that was kept once, and each that was refused."""

    provider = models.CharField(max_length=30)
    notice_id = models.CharField(max_length=80)  # of a refused one a number of ours
    payment_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, db_default=NoticeOutcome.ACCEPTED.value)
    subject = models.CharField(max_length=10, db_default=NoticeSubject.PAYMENT.value)
    repeats = models.IntegerField(default=0, db_default=0)
    repeated_at = models.DateTimeField(null=True)
    ip = models.CharField(max_length=45, blank=True, db_default="")
    detail = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "notice_id"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in NoticeOutcome]), name="notice_outcome"
            ),
        ]
        indexes = [models.Index(fields=["-received_at"], name="notice_newest")]

    def __str__(self) -> str:
        return f"{self.provider} {self.notice_id}"


class Refund(models.Model):
    """Money to be given back to the payer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    business_ref = models.CharField(max_length=140)
    input_hash = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    provider_refund_id = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=200, blank=True)
    attempt = models.SmallIntegerField(null=True)  # of the payment; null: the one that is paid
    next_query_at = models.DateTimeField(null=True)
    query_count = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_ref"], name="refund_once"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in RefundStatus]), name="refund_status"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive"),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], condition=Q(status="requested"), name="refund_to_send"
            ),
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="refund_to_query",
            ),
        ]

    def __str__(self) -> str:
        return self.business_ref


class RefundStep(models.Model):
    """History: each status a refund was given."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10)
    by = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
