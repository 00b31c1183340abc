"""One row per person and followed creator."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jishi.foundation.kernel.ids import new_id


class Follow(models.Model):
    """That a person follows a creator, and since when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "creator"], name="follow_once"),
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("creator")), name="follow_not_oneself"
            ),
        ]
        indexes = [
            models.Index(fields=["creator", "-followed_at", "-id"], name="follow_creator_at"),
            models.Index(fields=["follower", "-followed_at", "-id"], name="follow_follower_at"),
        ]
