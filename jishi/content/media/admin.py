from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.content.media.models import Asset
from jishi.content.media.types import AssetStatus, MediaKind
from jishi.foundation.kernel.admin import RoomAdmin, choice_column, choice_filter


@admin.register(Asset)
class AssetAdmin(RoomAdmin):
    heading = _("Media")
    subject_kind = "asset"
    list_display = ("filename", "sort", "state", "progress_percent", "owner", "created_at")
    list_filter = (choice_filter("status", AssetStatus), choice_filter("kind", MediaKind))
    list_select_related = ("owner",)
    search_fields = ("filename", "owner__display_name")
    ordering = ("-created_at",)
    sort = choice_column("kind", MediaKind)
    state = choice_column("status", AssetStatus)
    readonly_fields = ("sort", "state")
    fields = (
        ("filename", "owner"),
        ("sort", "state"),
        ("progress_percent", "refusal_code"),
        ("width", "height"),
        ("duration_ms", "size_bytes"),
        "created_at",
    )
