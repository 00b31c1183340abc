"""Settlements of orders: lines, shares, refunds, blocks, and what payees owe."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.settlement.types import SettlementStatus, ShareRole, ShareStatus


class Settlement(models.Model):
    """The money of one order, from escrow to everybody who has a part of it.

    Base, fee and shop's part are what they are now: refunds and shares lower them.
    """

    order_id = models.UUIDField(primary_key=True, editable=False)
    shop_id = models.UUIDField()
    buyer_id = models.UUIDField()
    status = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField(default=0, db_default=0)
    freight_minor = models.BigIntegerField(default=0, db_default=0)
    fee_rate_ppm = models.IntegerField()
    fee_tax_ppm = models.IntegerField(default=0, db_default=0)
    base_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    shop_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0, db_default=0)
    refunded_platform_minor = models.BigIntegerField(default=0, db_default=0)
    refunded_freight_minor = models.BigIntegerField(default=0, db_default=0)
    block_count = models.SmallIntegerField(default=0, db_default=0)
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
            # Not by the columns themselves: they were nullable, and altering them locks the table.
            models.CheckConstraint(
                condition=Q(
                    base_minor__isnull=False, fee_minor__isnull=False, shop_minor__isnull=False
                ),
                name="settlement_parts_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    base_minor__gte=F("fee_minor") + F("shop_minor"),
                    base_minor=F("gross_minor") - F("refunded_minor"),
                ),
                name="settlement_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(
                    refunded_minor__gte=0,
                    refunded_minor__lte=F("gross_minor"),
                    refunded_platform_minor__lte=F("platform_minor"),
                    refunded_freight_minor__lte=F("freight_minor"),
                    block_count__gte=0,
                ),
                name="settlement_refunds_fit",
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


class SettlementLine(models.Model):
    """The money of one order line; the parts are of what was not given back."""

    line_id = models.UUIDField(primary_key=True, editable=False)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    position = models.SmallIntegerField()
    category = models.CharField(max_length=60, blank=True)
    quantity = models.IntegerField()
    gross_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()
    fee_rate_ppm = models.IntegerField()
    fee_minor = models.BigIntegerField()
    shop_minor = models.BigIntegerField()
    refunded_quantity = models.IntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    refunded_platform_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    platform_minor__gte=0,
                    platform_minor__lte=F("gross_minor"),
                    refunded_minor__gte=0,
                    refunded_minor__lte=F("gross_minor") - F("platform_minor"),
                    refunded_platform_minor__gte=0,
                    refunded_platform_minor__lte=F("platform_minor"),
                    refunded_quantity__gte=0,
                    refunded_quantity__lte=F("quantity"),
                ),
                name="settlement_line_refunds_fit",
            ),
            models.CheckConstraint(
                condition=Q(
                    fee_minor__gte=0,
                    shop_minor__gte=0,
                    gross_minor__gte=F("fee_minor")
                    + F("shop_minor")
                    + F("refunded_minor")
                    + F("refunded_platform_minor"),
                ),
                name="settlement_line_parts_fit",
            ),
        ]


class SettlementBlock(models.Model):
    """What keeps an order's money from being released, e.g. an open after-sale."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="blocks")
    business_ref = models.CharField(max_length=140)
    reason = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "business_ref"], name="block_once")
        ]


class CommissionLine(models.Model):
    """A payee's part of an order line, other than the shop's and the platform's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(SettlementLine, on_delete=models.PROTECT, related_name="shares")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="shares")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    key = models.CharField(max_length=80)
    payee = models.CharField(max_length=100, db_index=True)
    role = models.CharField(max_length=30)
    rate_ppm = models.IntegerField()
    base_minor = models.BigIntegerField()
    promised_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    status = models.CharField(max_length=12)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "key"], name="commission_once"),
            models.CheckConstraint(
                condition=Q(rate_ppm__gt=0, rate_ppm__lte=1_000_000), name="commission_rate"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, amount_minor__lte=F("base_minor")),
                name="commission_amount",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in ShareStatus]), name="commission_status"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in ShareRole]), name="commission_role"
            ),
        ]


class OrderRefund(models.Model):
    """A refund of a part of an order, once per business reference."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="refunds")
    business_ref = models.CharField(max_length=140, unique=True)
    input_hash = models.CharField(max_length=64)
    payment_refund_id = models.UUIDField(null=True, unique=True)
    reason = models.CharField(max_length=200)
    buyer_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    requested_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    buyer_minor__gte=0, platform_minor__gte=0, freight_minor__lte=F("buyer_minor")
                ),
                name="order_refund_positive",
            )
        ]


class RefundLine(models.Model):
    """What a refund gives back of one line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    refund = models.ForeignKey(OrderRefund, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(SettlementLine, on_delete=models.PROTECT, related_name="refund_lines")
    quantity = models.IntegerField()
    buyer_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()


class Receivable(models.Model):
    """What a payee owes since a refund took more than it had; paid back out of what comes next."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.CharField(max_length=100)
    creditor = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    recovered_minor = models.BigIntegerField(default=0)
    business_ref = models.CharField(max_length=160)
    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gt=0,
                    recovered_minor__gte=0,
                    recovered_minor__lte=F("amount_minor"),
                ),
                name="receivable_fits",
            )
        ]
        indexes = [
            models.Index(
                fields=["debtor", "opened_at"],
                condition=Q(closed_at=None),
                name="receivable_open",
            )
        ]
