"""Tables of the sandbox provider, which plays the outside world."""

from django.db import models

from jishi.foundation.kernel.ids import new_id


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


class SandboxDispute(models.Model):
    """The sandbox provider's own record of a chargeback."""

    ref = models.CharField(primary_key=True, max_length=40)
    charge = models.OneToOneField(SandboxCharge, on_delete=models.PROTECT, related_name="dispute")
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, default="open")
    evidence = models.TextField(blank=True)
    opened_at = models.DateTimeField()
