"""Reads about papers, and what a shop may sell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.errors import BrandNotProved, ShopDepositShort, ShopDocumentsMissing
from jishi.trade.shops.models import Document, Shop
from jishi.trade.shops.policies import DEPOSITS, REMINDER_DAYS, REQUIRED_DOCUMENTS
from jishi.trade.shops.queries.staff import require_shop_role
from jishi.trade.shops.types import (
    ALL_ROLES,
    BlockReason,
    BrandMark,
    DocumentKind,
    DocumentStatus,
    DocumentView,
    SellingBlock,
    StandingView,
)

_SHOWN = tuple(s for s in DocumentStatus if s is not DocumentStatus.WITHDRAWN)


def document_of(row: Document) -> DocumentView:
    """The view of a row of this room; `has_renewal` only where the reader asked for it."""
    return DocumentView(
        id=row.id,
        shop_id=row.shop_id,
        kind=DocumentKind(row.kind),
        category=row.category,
        brand=row.brand,
        number=row.number,
        file_key=row.file_key,
        file_name=row.file_name,
        valid_until=row.valid_until,
        ends_at=row.ends_at,
        status=DocumentStatus(row.status),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        note=row.note,
        renews=row.renews_id,
        has_renewal=getattr(row, "has_renewal", False),
    )


def _with_renewals(rows: QuerySet[Document]) -> QuerySet[Document]:
    waiting = Document.objects.filter(renews=OuterRef("id"), status=DocumentStatus.IN_REVIEW)
    return rows.annotate(has_renewal=Exists(waiting))


def list_documents(
    actor: Actor, shop_id: UUID, *, statuses: Collection[DocumentStatus] = _SHOWN
) -> tuple[DocumentView, ...]:
    """A shop's papers, newest first, for its people and the operator; two statements.

    Raises NotAllowed for others.
    """
    if not actor.is_operator:
        require_shop_role(actor, shop_id, ALL_ROLES)
    rows = _with_renewals(Document.objects.filter(shop_id=shop_id, status__in=list(statuses)))
    found = rows.order_by("-submitted_at", "-id")[:200]
    return tuple(document_of(row) for row in found)


def get_document(actor: Actor, document_id: UUID) -> DocumentView:
    """One paper, for its shop's people and the operator; raises NotFound for others."""
    row = _with_renewals(Document.objects.filter(id=document_id)).first()
    if row is None:
        raise NotFound()
    if not actor.is_operator:
        require_shop_role(actor, row.shop_id, ALL_ROLES)
    return document_of(row)


def lock_document(document_id: UUID) -> Document:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    row = Document.objects.select_for_update(no_key=True).filter(id=document_id).first()
    if row is None:
        raise NotFound()
    return row


def count_documents_in_review() -> int:
    """How many papers wait for the operator."""
    return Document.objects.filter(status=DocumentStatus.IN_REVIEW).count()


def list_ended_documents(limit: int) -> list[UUID]:
    """Papers in force whose last day is over, oldest first."""
    rows = Document.objects.filter(status=DocumentStatus.APPROVED, ends_at__lte=clock.now())
    return list(rows.order_by("ends_at", "id").values_list("id", flat=True)[:limit])


def list_ending_documents(limit: int) -> list[UUID]:
    """Papers in force that end soon, of which nobody was told yet, oldest first."""
    rows = Document.objects.filter(
        status=DocumentStatus.APPROVED, ends_at__lte=reminder_horizon(), reminded_at=None
    )
    return list(rows.order_by("ends_at", "id").values_list("id", flat=True)[:limit])


def reminder_horizon() -> datetime:
    """What ends before this is to be renewed soon."""
    return clock.now() + timedelta(days=REMINDER_DAYS.get())


def get_standing(shop_id: UUID) -> StandingView:
    """What a shop may sell now, its brands and its deposit; one statement. Raises NotFound."""
    row = Shop.objects.filter(id=shop_id).only("blocks", "brands", "deposit_minor").first()
    if row is None:
        raise NotFound()
    return standing_of(row)


def standing_of(shop: Shop) -> StandingView:
    """The standing of a row of this room."""
    return StandingView(
        shop_id=shop.id,
        blocks=tuple(
            SellingBlock(
                BlockReason(b["reason"]),
                b["category"],
                tuple(DocumentKind(k) for k in b["kinds"]),
                b["short_minor"],
            )
            for b in shop.blocks
        ),
        brands=tuple(BrandMark(brand, is_owner) for brand, is_owner in shop.brands),
        deposit_minor=shop.deposit_minor,
    )


def require_may_sell(shop_id: UUID, categories: Collection[str], *, brand: str = "") -> None:
    """Check that a shop may sell in a category, given with those above it, and this brand.

    Raises ShopDocumentsMissing, ShopDepositShort, BrandNotProved, NotFound. One statement, one
    more with a brand.
    """
    standing = get_standing(shop_id)
    block = standing.find_block(tuple(categories))
    if block is not None:
        raise_block(block)
    if brand and not may_sell_brand(standing, brand):
        raise BrandNotProved(brand=brand)


def raise_block(block: SellingBlock) -> None:
    """Raise what a block stands for: ShopDocumentsMissing or ShopDepositShort."""
    if block.reason is BlockReason.DEPOSIT:
        short = format_minor(block.short_minor, settings.currency)
        raise ShopDepositShort(short=short, short_minor=block.short_minor, category=block.category)
    names = ", ".join(gettext(kind.label) for kind in block.kinds)
    raise ShopDocumentsMissing(documents=names, category=block.category)


def may_sell_brand(standing: StandingView, brand: str) -> bool:
    """Whether a shop may sell a brand: its own, one it is let sell, or one nobody registered."""
    name = brand.strip().casefold()
    if any(mark.brand.casefold() == name for mark in standing.brands):
        return True
    registered = Document.objects.filter(
        status=DocumentStatus.APPROVED, kind=DocumentKind.TRADEMARK, brand__iexact=brand.strip()
    )
    return not registered.exists()


def get_required_documents() -> dict[str, tuple[DocumentKind, ...]]:
    """Which papers each category asks for; an empty category is the shop itself."""
    return {c: tuple(kinds) for c, kinds in REQUIRED_DOCUMENTS.get().items()}


def get_required_deposits() -> dict[str, int]:
    """Which deposit each category asks for, in minor units; an empty category is any."""
    return dict(DEPOSITS.get())
