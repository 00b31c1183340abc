"""What happened to files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AssetPlayable(Event):
    """A video's first rendition is there: it can be watched, better ones follow."""

    NAME = "media.asset_playable"
    asset_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class AssetReady(Event):
    """All renditions of a picture or video are there."""

    NAME = "media.asset_ready"
    asset_id: UUID
    owner_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class AssetRefused(Event):
    """A file cannot be used; `code` says why."""

    NAME = "media.asset_refused"
    asset_id: UUID
    owner_id: UUID
    code: str
