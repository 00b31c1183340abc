"""Take a paper back before the operator has looked at it."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions._document import lock_with_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.queries.documents import document_of
from jishi.trade.shops.types import DocumentStatus, DocumentView, Right


def withdraw_document(*, actor: Actor, document_id: UUID) -> DocumentView:
    """Take back what waits; raises NotAllowed, NotFound, TransitionRefused."""
    require_transaction()
    document = lock_with_shop(document_id)
    require_shop_right(actor, document.shop_id, Right.EDIT_DOCUMENTS)
    move_document(actor=actor, document=document, target=DocumentStatus.WITHDRAWN, by="merchant")
    return document_of(document)
