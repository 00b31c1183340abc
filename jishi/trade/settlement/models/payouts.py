"""Payouts: accounts, requests, attempts; and the sandbox bank, which plays the outside world."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.settlement.types import AccountStatus, AttemptStatus, OwnerKind, PayoutStatus

_OPEN = [PayoutStatus.REQUESTED.value, PayoutStatus.REVIEWED.value, PayoutStatus.IN_TRANSIT.value]


class PayoutAccount(models.Model):
    """A bank account of a shop or a person that money may be paid to once it is verified."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=8)
    owner_id = models.UUIDField()
    provider = models.CharField(max_length=30)
    holder = models.CharField(max_length=60)
    bank = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=12)
    message = models.CharField(max_length=200, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(AccountStatus)), name="payout_account_status"
            ),
            models.CheckConstraint(
                condition=Q(owner_kind__in=list(OwnerKind)), name="payout_account_owner"
            ),
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "number"],
                condition=~Q(status="removed"),
                name="payout_account_once",
            ),
        ]

    @property
    def masked(self) -> str:
        """The last four digits of its number."""
        return f"•••• {self.number[-4:]}"

    def __str__(self) -> str:
        return f"{self.bank} {self.masked}"


class Payout(models.Model):
    """Money on its way out of the market; held in the ledger until it has left or may not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=8)
    owner_id = models.UUIDField()
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payouts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=12)
    hold_id = models.UUIDField()
    hold_count = models.SmallIntegerField(default=1)
    review_reasons = models.JSONField(default=list)
    idempotency_key = models.CharField(max_length=120)
    input_hash = models.CharField(max_length=64)
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    next_query_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "idempotency_key"], name="payout_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(PayoutStatus)), name="payout_status"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_positive"),
        ]
        indexes = [
            models.Index(
                fields=["owner_kind", "owner_id", "-requested_at", "-id"], name="payout_of_owner"
            ),
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="payout_to_query",
            ),
            models.Index(
                fields=["requested_at"], condition=Q(status__in=_OPEN), name="payout_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PayoutStep(models.Model):
    """History: each status a payout was given, by whom and why."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12)
    by = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class PayoutAttempt(models.Model):
    """One try to have a provider pay; its id is the merchant's number there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="attempts")
    number = models.SmallIntegerField()
    status = models.CharField(max_length=12)
    provider_ref = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="payout_attempt_number"),
            models.UniqueConstraint(
                fields=["payout"], condition=Q(status="sent"), name="payout_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(AttemptStatus)), name="payout_attempt_status"
            ),
        ]


class PayoutNotice(models.Model):
    """Notices of payout providers that were verified, each once."""

    provider = models.CharField(max_length=30)
    notice_id = models.CharField(max_length=80)
    attempt_id = models.UUIDField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "notice_id"], name="payout_notice_once")
        ]


class SandboxTransfer(models.Model):
    """The sandbox bank's own record of a payout, and of the notices it owes for it."""

    merchant_ref = models.UUIDField(primary_key=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    number = models.CharField(max_length=40)
    says = models.CharField(max_length=10)
    notify_url = models.CharField(max_length=300)
    notices = models.SmallIntegerField(default=1)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField()
