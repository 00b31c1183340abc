"""Tables of payments, and of the sandbox provider, which plays the outside world."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.types import PaymentStatus, RefundStatus

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
    """Notices that were verified, each once."""

    provider = models.CharField(max_length=30)
    notice_id = models.CharField(max_length=80)
    payment_id = models.UUIDField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "notice_id"], name="notice_once")
        ]


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
            )
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


class SandboxCharge(models.Model):
    """The sandbox provider's own record of a charge; ours is Payment."""

    ref = models.CharField(primary_key=True, max_length=40)
    merchant_ref = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=120)
    return_url = models.CharField(max_length=300)
    notify_url = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="open")
    notices = models.CharField(max_length=12, default="once")
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    returned_minor = models.BigIntegerField(default=0)


class SandboxRefund(models.Model):
    """The sandbox provider's own record of a refund."""

    merchant_ref = models.UUIDField(primary_key=True)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    done_at = models.DateTimeField()


class SandboxNotice(models.Model):
    """A notice that the sandbox provider owes to the merchant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.PROTECT, related_name="sent")
    says = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
