"""Hand in a paper of a shop."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound, TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.errors import DocumentEndsInPast, DocumentRenewedAlready, TooManyDocuments
from jishi.trade.shops.events import DocumentSubmitted
from jishi.trade.shops.models import Document, Shop
from jishi.trade.shops.queries import lock_shop, require_shop_right
from jishi.trade.shops.queries.documents import document_of
from jishi.trade.shops.rules import (
    BRAND_LIMIT,
    FILE_NAME_LIMIT,
    MAX_OPEN_DOCUMENTS,
    NUMBER_LIMIT,
)
from jishi.trade.shops.types import (
    DocumentKind,
    DocumentStatus,
    DocumentView,
    Right,
    ShopStatus,
)

_RENEWABLE = (DocumentStatus.APPROVED, DocumentStatus.EXPIRED)


def submit_document(
    *,
    actor: Actor,
    shop_id: UUID,
    kind: DocumentKind,
    file_key: str,
    file_name: str = "",
    category: str = "",
    brand: str = "",
    number: str = "",
    valid_until: date | None = None,
    renews: UUID | None = None,
) -> DocumentView:
    """Bring a stored file before the operator as a document; with `renews`, in place of an older.

    A renewal keeps kind, category and brand of what it renews. Raises NotAllowed, NotFound,
    InvalidInput, TextTooLong, DocumentEndsInPast, DocumentRenewedAlready, TooManyDocuments,
    TransitionRefused for a shop that is closed or an older paper that is not in force.
    """
    require_transaction()
    shop = lock_shop(shop_id)
    person_id = require_shop_right(actor, shop_id, Right.EDIT_DOCUMENTS)
    ends_at = end_of(valid_until) if valid_until else None
    document = Document(
        shop=shop,
        kind=DocumentKind(kind).value,
        category=clean_line(category, field="category", limit=30, required=False),
        brand=clean_line(
            brand, field="brand", limit=BRAND_LIMIT, required=DocumentKind(kind).is_about_brand
        ),
        number=clean_line(number, field="number", limit=NUMBER_LIMIT, required=False),
        file_key=clean_line(file_key, field="file", limit=200),
        file_name=clean_line(file_name, field="file", limit=10_000, required=False)[
            -FILE_NAME_LIMIT:
        ],
        valid_until=valid_until,
        ends_at=ends_at,
        submitted_by=person_id,
        submitted_at=clock.now(),
    )
    _check(shop, document)
    if renews is not None:
        _renew(document, renews)
    _save(document)
    audit(
        actor=actor,
        action="submit_document",
        subject_kind="document",
        subject_id=document.id,
        detail={"shop_id": str(shop_id), "kind": document.kind, "number": document.number},
    )
    record(DocumentSubmitted(document_id=document.id, shop_id=shop_id, kind=document.kind))
    return document_of(document)


def end_of(day: date) -> datetime:
    """The moment after the last one of a day, where the market is."""
    zone = ZoneInfo(settings.time_zone)
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _check(shop: Shop, document: Document) -> None:
    if shop.status == ShopStatus.CLOSED:
        raise TransitionRefused(status=shop.status, to=DocumentStatus.IN_REVIEW, machine="shops")
    if document.ends_at is not None and document.ends_at <= clock.now():
        raise DocumentEndsInPast()
    if document.brand and not DocumentKind(document.kind).is_about_brand:
        raise InvalidInput(field="brand")
    waiting = Document.objects.filter(shop=shop, status=DocumentStatus.IN_REVIEW)
    if waiting.count() >= MAX_OPEN_DOCUMENTS:
        raise TooManyDocuments()


def _renew(document: Document, renews: UUID) -> None:
    older = Document.objects.filter(id=renews, shop=document.shop).first()
    if older is None:
        raise NotFound()
    if older.status not in _RENEWABLE:
        raise TransitionRefused(status=older.status, to=DocumentStatus.REPLACED)
    document.renews = older
    document.kind, document.category, document.brand = older.kind, older.category, older.brand


def _save(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        if "document_renewal_once" in str(error):
            raise DocumentRenewedAlready() from None
        raise
