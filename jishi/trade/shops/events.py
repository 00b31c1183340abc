"""Facts about shops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ShopApplied(Event):
    """Somebody asked to open a shop, or asked again after a refusal."""

    NAME: ClassVar[str] = "shops.shop_applied"
    shop_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopAdmitted(Event):
    """The operator let a shop open."""

    NAME: ClassVar[str] = "shops.shop_admitted"
    shop_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopRejected(Event):
    """The operator turned an application down."""

    NAME: ClassVar[str] = "shops.shop_rejected"
    shop_id: UUID
    owner_id: UUID
    note: str


@dataclass(frozen=True, kw_only=True)
class ShopSuspended(Event):
    """The operator stopped a shop from selling."""

    NAME: ClassVar[str] = "shops.shop_suspended"
    shop_id: UUID
    owner_id: UUID
    note: str


@dataclass(frozen=True, kw_only=True)
class ShopReopened(Event):
    """A suspended shop may sell again."""

    NAME: ClassVar[str] = "shops.shop_reopened"
    shop_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopClosed(Event):
    """A shop stopped for good."""

    NAME: ClassVar[str] = "shops.shop_closed"
    shop_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopChanged(Event):
    """A shop's name, picture or words changed."""

    NAME: ClassVar[str] = "shops.shop_changed"
    shop_id: UUID
