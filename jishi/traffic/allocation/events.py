"""Facts about promises of impressions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ImpressionsGranted(Event):
    """A post was promised impressions."""

    NAME = "allocation.impressions_granted"
    grant_id: UUID
    post_id: UUID
    author_id: UUID
    class_name: str
    promised: int


@dataclass(frozen=True, kw_only=True)
class GrantClosed(Event):
    """A promise of impressions was kept, missed or became void (`status` says)."""

    NAME = "allocation.grant_closed"
    grant_id: UUID
    post_id: UUID
    author_id: UUID
    class_name: str
    promised: int
    delivered: int
    status: str
