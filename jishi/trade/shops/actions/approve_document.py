"""Put a paper into force."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.trade.shops.actions._document import lock_with_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.actions.move_shop import require_operator
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.errors import DocumentEndsInPast
from jishi.trade.shops.events import DocumentApproved
from jishi.trade.shops.queries.documents import document_of, lock_document
from jishi.trade.shops.types import DocumentStatus, DocumentView


def approve_document(*, actor: Actor, document_id: UUID, note: str = "") -> DocumentView:
    """Approve a paper: it counts at once, and what it renews gives way to it.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused,
    DocumentEndsInPast for one that has ended while it waited.
    """
    require_transaction()
    by = require_operator(actor)
    document = lock_with_shop(document_id)
    if document.ends_at is not None and document.ends_at <= clock.now():
        raise DocumentEndsInPast()
    move_document(actor=actor, document=document, target=DocumentStatus.APPROVED, by=by, note=note)
    if document.renews_id is not None:
        older = lock_document(document.renews_id)
        if older.status in (DocumentStatus.APPROVED, DocumentStatus.EXPIRED):
            move_document(actor=SYSTEM, document=older, target=DocumentStatus.REPLACED, by="system")
    record(
        DocumentApproved(
            document_id=document.id,
            shop_id=document.shop_id,
            kind=document.kind,
            valid_until=document.valid_until,
        )
    )
    refresh_standing(shop_id=document.shop_id)
    return document_of(document)
