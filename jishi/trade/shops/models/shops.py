"""Shops and the steps of their lives."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from jishi.foundation.kernel.ids import new_id
from jishi.trade.shops.types import ShopStatus


class Shop(models.Model):
    """A seller. Its people and their roles are memberships of scope `shop`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    status = models.CharField(max_length=10, default=ShopStatus.APPLIED)
    logo_key = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=40, blank=True)
    about = models.TextField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    # Kept by `refresh_standing`: what the shop may not sell now and why, and its proved brands.
    blocks = models.JSONField(default=list, db_default=[])
    brands = models.JSONField(default=list, db_default=[])
    deposit_minor = models.BigIntegerField(default=0, db_default=0)
    score = models.SmallIntegerField(null=True)
    applied_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A closed shop's name is free again, and its owner may start anew.
            models.UniqueConstraint(
                Lower("name"), condition=~models.Q(status="closed"), name="shop_name_once"
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=~models.Q(status="closed"), name="shop_owner_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=list(ShopStatus)), name="shop_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__range=(0, 500)),
                name="shop_score_in_range",
            ),
        ]
        indexes = [models.Index(fields=["status", "-applied_at", "-id"], name="shop_by_status")]

    def __str__(self) -> str:
        return self.name


class ShopMove(models.Model):
    """One step of a shop's life: who took it, when, and what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
