"""Let a paper end with its last day."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.shops.actions._document import lock_with_shop
from jishi.trade.shops.actions.move_document import move_document
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.events import DocumentExpired
from jishi.trade.shops.types import DocumentStatus


def expire_document(*, document_id: UUID) -> bool:
    """End a paper whose last day is over; False for one that is not in force or not over.

    What its shop may no longer sell is held by the catalog, which hears of it.
    """
    require_transaction()
    document = lock_with_shop(document_id)
    is_over = document.ends_at is not None and document.ends_at <= clock.now()
    if document.status != DocumentStatus.APPROVED or not is_over:
        return False
    move_document(actor=SYSTEM, document=document, target=DocumentStatus.EXPIRED, by="system")
    record(DocumentExpired(document_id=document.id, shop_id=document.shop_id, kind=document.kind))
    refresh_standing(shop_id=document.shop_id)
    return True
