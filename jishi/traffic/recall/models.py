"""What feeds need to know of a post, one narrow row each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class RecallItem(models.Model):
    """A post that feeds may show; kept when it is gone, so that every process hears of that."""

    post_id = models.UUIDField(primary_key=True)
    author_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    published_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField(default=0)
    is_commercial = models.BooleanField()  # carries products or is paid for
    for_followers = models.BooleanField()  # shown to the author's followers only
    is_out = models.BooleanField()
    changed_at = models.DateTimeField(db_default=Now(), db_index=True)  # the database's own time
