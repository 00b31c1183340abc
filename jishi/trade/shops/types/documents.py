"""Papers of a shop: what they are, where they stand, what lacking one prevents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class DocumentKind(StrEnum):
    """What a paper proves."""

    BUSINESS_LICENCE = "business_licence"
    FOOD_PERMIT = "food_permit"
    TEST_REPORT = "test_report"
    ORGANIC = "organic"
    PUBLICATION = "publication"
    TRADEMARK = "trademark"
    BRAND_LICENCE = "brand_licence"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _KIND_LABELS[self]

    @property
    def is_about_brand(self) -> bool:
        """Whether it names a brand."""
        return self in (DocumentKind.TRADEMARK, DocumentKind.BRAND_LICENCE)


_KIND_LABELS = {
    DocumentKind.BUSINESS_LICENCE: _("Business licence"),
    DocumentKind.FOOD_PERMIT: _("Food business permit"),
    DocumentKind.TEST_REPORT: _("Test report"),
    DocumentKind.ORGANIC: _("Organic certificate"),
    DocumentKind.PUBLICATION: _("Publication permit"),
    DocumentKind.TRADEMARK: _("Trademark registration"),
    DocumentKind.BRAND_LICENCE: _("Authorisation by the brand"),
    DocumentKind.OTHER: _("Other document"),
}


class DocumentStatus(StrEnum):
    """Where a paper stands with the operator."""

    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPLACED = "replaced"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    DocumentStatus.IN_REVIEW: _("In review"),
    DocumentStatus.APPROVED: _("In force"),
    DocumentStatus.REJECTED: _("Sent back"),
    DocumentStatus.WITHDRAWN: _("Taken back"),
    DocumentStatus.EXPIRED: _("Expired"),
    DocumentStatus.REPLACED: _("Renewed"),
    DocumentStatus.CANCELLED: _("Taken out of force"),
}


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One paper, for the shop's people and the operator.

    `category` is empty when it holds for the whole shop; `valid_until` is its last day, None when
    it does not end; `renews` is the older paper that it takes the place of.
    """

    id: UUID
    shop_id: UUID
    kind: DocumentKind
    category: str
    brand: str
    number: str
    file_key: str
    file_name: str
    valid_until: date | None
    ends_at: datetime | None
    status: DocumentStatus
    submitted_at: datetime
    decided_at: datetime | None
    note: str
    renews: UUID | None
    has_renewal: bool = False  # a newer paper of it waits for the operator

    @property
    def is_pdf(self) -> bool:
        """Whether the file is a PDF, not a picture."""
        return self.file_key.endswith(".pdf")


class BlockReason(StrEnum):
    """Why a shop may not sell something now."""

    DOCUMENT = "document"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class SellingBlock:
    """What a shop lacks to sell in a category (empty: in any)."""

    reason: BlockReason
    category: str
    kinds: tuple[DocumentKind, ...] = ()
    short_minor: int = 0


@dataclass(frozen=True, slots=True)
class BrandMark:
    """A brand that a shop has proved: its own, or one that it is let sell."""

    brand: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class StandingView:
    """What a shop may sell now: what it lacks, its brands, its deposit."""

    shop_id: UUID
    blocks: tuple[SellingBlock, ...]
    brands: tuple[BrandMark, ...]
    deposit_minor: int

    def find_block(self, categories: tuple[str, ...]) -> SellingBlock | None:
        """What keeps the shop from selling in a category, given with those above it."""
        wanted = {"", *categories}
        return next((b for b in self.blocks if b.category in wanted), None)
