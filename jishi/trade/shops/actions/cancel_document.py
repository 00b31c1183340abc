"""Take a paper out of force."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions._document import lock_with_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.events import DocumentCancelled
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.queries.documents import document_of
from jishi.trade.shops.types import DocumentStatus, DocumentView, Right


def cancel_document(*, actor: Actor, document_id: UUID, note: str = "") -> DocumentView:
    """Give a paper up (its shop) or take it out of force (the operator); what needs it is held.

    Raises NotAllowed, NotFound, TransitionRefused.
    """
    require_transaction()
    document = lock_with_shop(document_id)
    by = "operator"
    if not actor.is_operator:
        require_shop_right(actor, document.shop_id, Right.EDIT_DOCUMENTS)
        by = "merchant"
    move_document(actor=actor, document=document, target=DocumentStatus.CANCELLED, by=by, note=note)
    record(
        DocumentCancelled(
            document_id=document.id,
            shop_id=document.shop_id,
            kind=document.kind,
            note=document.note,
        )
    )
    refresh_standing(shop_id=document.shop_id)
    return document_of(document)
