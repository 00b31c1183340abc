"""Terms of settlement: fees by category, reserves, tax data, and the platform's own funds."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.settlement.models.settlements import Settlement
from jishi.trade.settlement.types import Fund


class FeeRule(models.Model):
    """The fee of a category from a day on; rows are only added, so that the history stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.CharField(max_length=60)
    rate_ppm = models.IntegerField()
    valid_from = models.DateTimeField()
    reason = models.CharField(max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_ppm__gte=0, rate_ppm__lte=500_000), name="fee_rule_rate"
            )
        ]
        indexes = [models.Index(fields=["category", "-valid_from"], name="fee_rule_in_force")]


class Reserve(models.Model):
    """A part of what a shop got for an order, set aside for returns until a day."""

    settlement = models.OneToOneField(
        Settlement, on_delete=models.PROTECT, primary_key=True, related_name="reserve"
    )
    shop_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    rate_ppm = models.IntegerField()
    amount_minor = models.BigIntegerField()
    taken_minor = models.BigIntegerField(default=0)
    release_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gt=0, taken_minor__gte=0, taken_minor__lte=F("amount_minor")
                ),
                name="reserve_fits",
            )
        ]
        indexes = [
            models.Index(fields=["release_at"], condition=Q(released_at=None), name="reserve_due"),
            models.Index(fields=["shop_id", "release_at"], name="reserve_of_shop"),
        ]


class TaxData(models.Model):
    """To whom the market's invoices for its fees are made out."""

    shop_id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=100)
    tax_number = models.CharField(max_length=20)
    address = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    updated_at = models.DateTimeField()


class FundBudget(models.Model):
    """How much of a fund may be granted from a day to another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fund__in=list(Fund)), name="fund_budget_known"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, ends_at__gt=F("starts_at")), name="fund_budget_fits"
            ),
        ]


class FundGrant(models.Model):
    """Money of a fund given to somebody, with the reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    budget = models.ForeignKey(FundBudget, on_delete=models.PROTECT, related_name="grants")
    payee = models.CharField(max_length=100)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    business_ref = models.CharField(max_length=140, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="fund_grant_positive")
        ]
        indexes = [models.Index(fields=["budget", "-granted_at"], name="fund_grant_newest")]
