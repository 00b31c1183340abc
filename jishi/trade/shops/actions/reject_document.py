"""Send a paper back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions._document import lock_with_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.actions.move_shop import require_operator
from jishi.trade.shops.events import DocumentRejected
from jishi.trade.shops.queries.documents import document_of
from jishi.trade.shops.types import DocumentStatus, DocumentView


def reject_document(*, actor: Actor, document_id: UUID, note: str) -> DocumentView:
    """Refuse a paper; the note tells the shop what to mend. What it renews stays as it is.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    by = require_operator(actor)
    document = lock_with_shop(document_id)
    move_document(actor=actor, document=document, target=DocumentStatus.REJECTED, by=by, note=note)
    record(
        DocumentRejected(
            document_id=document.id,
            shop_id=document.shop_id,
            kind=document.kind,
            note=document.note,
        )
    )
    return document_of(document)
