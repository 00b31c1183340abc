"""How far the event log has been copied into the lake."""

from django.db import models


class LakeCursor(models.Model):
    """One row per copied log; everything up to `position` minus a margin is in the lake."""

    name = models.CharField(primary_key=True, max_length=40)
    position = models.UUIDField()
