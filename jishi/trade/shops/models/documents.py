"""Papers that shops hand in, and the steps of their lives."""

from django.db import models

from jishi.foundation.kernel.ids import new_id
from jishi.trade.shops.models.shops import Shop
from jishi.trade.shops.types import DocumentStatus


class Document(models.Model):
    """A paper of a shop: for a category (or all), for a brand, until a day (or without end)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=30, blank=True)
    brand = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=60, blank=True)
    file_key = models.CharField(max_length=200)
    file_name = models.CharField(max_length=100, blank=True)
    valid_until = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)  # the end of that day where the market is
    status = models.CharField(max_length=10, default=DocumentStatus.IN_REVIEW)
    note = models.CharField(max_length=500, blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_by = models.UUIDField()
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(DocumentStatus)), name="document_status_known"
            ),
            # One renewal of a paper at a time.
            models.UniqueConstraint(
                fields=["renews"],
                condition=models.Q(status="in_review"),
                name="document_renewal_once",
            ),
        ]
        indexes = [
            models.Index(fields=["shop", "-submitted_at", "-id"], name="document_of_shop"),
            models.Index(
                "submitted_at",
                "id",
                name="document_in_review",
                condition=models.Q(status="in_review"),
            ),
            models.Index(
                "ends_at",
                name="document_ends",
                condition=models.Q(status="approved", ends_at__isnull=False),
            ),
            models.Index(
                "brand",
                name="document_brand",
                condition=models.Q(status="approved") & ~models.Q(brand=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class DocumentMove(models.Model):
    """One step of a paper's life: who took it, when, and what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
