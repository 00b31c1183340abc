"""After-sales, their offers and evidence, disputes, rulings, and the steps of both."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.aftersales.types import (
    AfterSaleKind,
    AfterSaleStatus,
    DisputeStatus,
    Liability,
    Outcome,
)


class OrderFile(models.Model):
    """One row an order: locked by whoever applies, so that bounds hold; counts applications."""

    order_id = models.UUIDField(primary_key=True, editable=False)
    count = models.IntegerField(default=0)


class AfterSale(models.Model):
    """One application about so many of an order line, with a snapshot of what was bought."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=28, unique=True)
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=20)
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_id = models.UUIDField()
    sku_id = models.UUIDField()
    product_id = models.UUIDField()
    title = models.CharField(max_length=100)
    options_text = models.CharField(max_length=200, blank=True)
    picture_key = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=24, default=AfterSaleStatus.REQUESTED)
    reason = models.CharField(max_length=24)
    quantity = models.IntegerField()
    amount_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_fast = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    return_address = models.JSONField(null=True)
    return_carrier = models.CharField(max_length=40, blank=True)
    return_number = models.CharField(max_length=40, blank=True)
    returned_at = models.DateTimeField(null=True)
    restocked_at = models.DateTimeField(null=True)
    sellable = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)
    replacement_carrier = models.CharField(max_length=40, blank=True)
    replacement_number = models.CharField(max_length=40, blank=True)
    replaced_at = models.DateTimeField(null=True)
    refunded_minor = models.BigIntegerField(default=0)
    refunded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(AfterSaleStatus)), name="after_sale_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(AfterSaleKind)), name="after_sale_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount_minor__gt=0, freight_minor__gte=0),
                name="after_sale_positive",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0)
                & Q(refunded_minor__lte=F("amount_minor") + F("freight_minor")),
                name="after_sale_refund_within",
            ),
            models.CheckConstraint(
                condition=Q(restocked_at=None, sellable=0, damaged=0)
                | Q(
                    restocked_at__isnull=False,
                    sellable__gte=0,
                    damaged__gte=0,
                    quantity=F("sellable") + F("damaged"),
                ),
                name="after_sale_counted_whole",
            ),
        ]
        indexes = [
            models.Index("due_at", "id", name="after_sale_due", condition=Q(due_at__isnull=False)),
            models.Index("order_id", name="after_sale_of_order"),
            models.Index(
                "buyer", F("requested_at").desc(), F("id").desc(), name="after_sale_of_buyer"
            ),
            models.Index("shop", "status", "due_at", name="after_sale_of_shop"),
        ]

    def __str__(self) -> str:
        return self.number


class AfterSaleMove(models.Model):
    """One step of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    after_sale = models.ForeignKey(AfterSale, on_delete=models.PROTECT, related_name="steps")
    source = models.CharField(max_length=24, blank=True)
    target = models.CharField(max_length=24)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class Offer(models.Model):
    """Other terms that a shop has offered; `answer` is accepted, refused, lapsed, or empty yet."""

    after_sale = models.ForeignKey(AfterSale, on_delete=models.PROTECT, related_name="offer_rows")
    number = models.IntegerField()
    kind = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["after_sale", "number"], name="offer_number_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, freight_minor__gte=0), name="offer_positive"
            ),
        ]


class Dispute(models.Model):
    """A buyer's question to the market about a case, and its answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    after_sale = models.ForeignKey(AfterSale, on_delete=models.PROTECT, related_name="disputes")
    number = models.IntegerField()
    status = models.CharField(max_length=12, default=DisputeStatus.EVIDENCE)
    claim = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    appealed_by = models.CharField(max_length=10, blank=True)
    appeal_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["after_sale", "number"], name="dispute_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=list(DisputeStatus)), name="dispute_status_known"
            ),
        ]
        indexes = [
            models.Index("due_at", "id", name="dispute_due", condition=Q(ended_at=None)),
            models.Index(F("opened_at").desc(), F("id").desc(), name="dispute_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.after_sale.number} / {self.number}"


class DisputeMove(models.Model):
    """One step of a dispute."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()


class Ruling(models.Model):
    """What an operator decided; the second is the answer to an appeal and stays."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="ruling_rows")
    number = models.IntegerField()
    outcome = models.CharField(max_length=16)
    liability = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    reason = models.TextField()
    operator_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="ruling_number_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=list(Outcome), liability__in=list(Liability)),
                name="ruling_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DISMISSED, amount_minor=0, freight_minor=0)
                | (~Q(outcome=Outcome.DISMISSED) & Q(amount_minor__gt=0)),
                name="ruling_amount_fits",
            ),
        ]


class Evidence(models.Model):
    """What a side of a case said or showed; keys of pictures and videos, never files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    after_sale = models.ForeignKey(
        AfterSale, on_delete=models.PROTECT, related_name="evidence_rows"
    )
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=10)
    person_id = models.UUIDField()
    text = models.TextField(blank=True)
    pictures = models.JSONField(default=list)
    videos = models.JSONField(default=list)
    at = models.DateTimeField()


class ReturnAddress(models.Model):
    """Where a shop wants its goods back; a case keeps its own copy."""

    shop = models.OneToOneField(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    region = models.CharField(max_length=80)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    updated_at = models.DateTimeField()
