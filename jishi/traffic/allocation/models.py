"""Promises of impressions, one row each, and the steps of their machine."""

from __future__ import annotations

from django.db import models

from jishi.foundation.kernel.ids import new_id
from jishi.traffic.allocation.types import GrantStatus


class ImpressionGrant(models.Model):
    """So many impressions of one class promised to one post until a time.

    `delivered` follows the live count in Valkey by about a second.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post_id = models.UUIDField()
    author_id = models.UUIDField()
    class_name = models.CharField(max_length=40)
    promised = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()
    status = models.CharField(max_length=10, default=GrantStatus.OPEN)
    granted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post_id", "class_name"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=[s.value for s in GrantStatus]), name="grant_status"
            ),
            models.CheckConstraint(condition=models.Q(promised__gt=0), name="grant_promises"),
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=models.Q(status="open"), name="grant_open_until"
            ),
            models.Index(fields=["author_id", "-granted_at", "-id"], name="grant_author"),
        ]


class GrantStep(models.Model):
    """One move of a grant's machine."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant = models.ForeignKey(ImpressionGrant, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    delivered = models.PositiveIntegerField()
    at = models.DateTimeField()
