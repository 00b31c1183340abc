"""Facts about shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, kw_only=True)
class DocumentSubmitted(Event):
    """A shop handed a document in."""

    NAME: ClassVar[str] = "shops.document_submitted"
    document_id: UUID
    shop_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class DocumentApproved(Event):
    """The operator approved a document; it is in force."""

    NAME: ClassVar[str] = "shops.document_approved"
    document_id: UUID
    shop_id: UUID
    kind: str
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class DocumentRejected(Event):
    """The operator sent a document back; the note says what to mend."""

    NAME: ClassVar[str] = "shops.document_rejected"
    document_id: UUID
    shop_id: UUID
    kind: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DocumentEnding(Event):
    """A document ends soon and nobody has handed in a renewal."""

    NAME: ClassVar[str] = "shops.document_ending"
    document_id: UUID
    shop_id: UUID
    kind: str
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class DocumentExpired(Event):
    """A document's last day is over."""

    NAME: ClassVar[str] = "shops.document_expired"
    document_id: UUID
    shop_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class DocumentCancelled(Event):
    """A document in force was given up by its shop or taken out of force by the operator."""

    NAME: ClassVar[str] = "shops.document_cancelled"
    document_id: UUID
    shop_id: UUID
    kind: str
    note: str


@dataclass(frozen=True, kw_only=True)
class SellingRightsChanged(Event):
    """What a shop may sell has changed: a document or its deposit came, ended or fell short."""

    NAME: ClassVar[str] = "shops.selling_rights_changed"
    shop_id: UUID
    blocked: tuple[str, ...]  # categories it may not sell in now; an empty one is all


@dataclass(frozen=True, kw_only=True)
class ShopScored(Event):
    """A shop's score changed; no points mean that it is too new to say."""

    NAME: ClassVar[str] = "shops.shop_scored"
    shop_id: UUID
    points: int | None  # hundredths, 0 to 500
