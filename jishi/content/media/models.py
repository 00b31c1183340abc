"""Tables of the media room."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from jishi.content.media.types import AssetStatus, MediaKind
from jishi.foundation.kernel.ids import new_id


class Asset(models.Model):
    """A picture or video from its first byte on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=12, default=AssetStatus.UPLOADING)
    filename = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # of an upload that isn't finished

    refusal_code = models.CharField(max_length=40, blank=True)
    refusal_details = models.JSONField(default=dict)

    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    duration_ms = models.BigIntegerField(default=0)
    has_audio = models.BooleanField(default=False)

    # The worker that transcodes claims the row by a fresh id; what an older one says is void.
    run_id = models.UUIDField(null=True)
    attempts = models.SmallIntegerField(default=0)
    progress_percent = models.SmallIntegerField(default=0)

    poster_key = models.CharField(max_length=200, blank=True)
    poster_choices = ArrayField(models.CharField(max_length=200), default=list)
    picture_keys = models.JSONField(default=dict)
    hls_prefix = models.CharField(max_length=200, blank=True)
    hls_name = models.CharField(max_length=40, blank=True)
    mp4_key = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="asset_owner"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status=AssetStatus.UPLOADING),
                name="asset_open_uploads",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(AssetStatus)), name="asset_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(MediaKind)), name="asset_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(progress_percent__range=(0, 100)), name="asset_progress_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class AssetStep(models.Model):
    """History of an asset's status."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
