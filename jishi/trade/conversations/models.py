"""Threads of a buyer and a shop, their messages, and the waits that they are made of."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.conversations.types import MessageKind, Side


class Thread(models.Model):
    """All that a buyer and a shop say to each other; what lists need stands on the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    last_kind = models.CharField(max_length=10, default=MessageKind.TEXT)
    last_text = models.CharField(max_length=60, blank=True)
    last_side = models.CharField(max_length=5, default=Side.BUYER)
    last_at = models.DateTimeField()
    buyer_unread = models.IntegerField(default=0)
    shop_unread = models.IntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "shop"], name="thread_once"),
            models.CheckConstraint(
                condition=Q(buyer_unread__gte=0, shop_unread__gte=0), name="thread_unread_positive"
            ),
        ]
        indexes = [
            models.Index("shop", F("last_at").desc(), F("id").desc(), name="thread_of_shop"),
            models.Index("buyer", F("last_at").desc(), F("id").desc(), name="thread_of_buyer"),
            models.Index(
                "shop",
                "waiting_since",
                name="thread_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
        ]


class Message(models.Model):
    """Something said; never changed, only emptied when its author's account is closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+", db_index=False)
    side = models.CharField(max_length=5)
    author_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    body = models.TextField(blank=True)
    card = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("thread", F("at").desc(), F("id").desc(), name="message_of_thread")]


class Wait(models.Model):
    """From a buyer's first unanswered message to the first answer of a person of the shop."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+", db_index=False)
    shop_id = models.UUIDField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    staffed_seconds = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(answered_at=None), name="wait_open_once"
            )
        ]
        indexes = [models.Index("shop_id", F("asked_at").desc(), name="wait_of_shop")]


class QuickReply(models.Model):
    """A text that a shop's people send again and again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField()
