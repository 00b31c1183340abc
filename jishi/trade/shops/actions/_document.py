"""The lock order of papers: the shop first."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.trade.shops.models import Document
from jishi.trade.shops.queries import lock_shop
from jishi.trade.shops.queries.documents import lock_document


def lock_with_shop(document_id: UUID) -> Document:
    """The paper, locked behind its shop; raises NotFound."""
    shop_id = Document.objects.filter(id=document_id).values_list("shop_id", flat=True).first()
    if shop_id is None:
        raise NotFound()
    lock_shop(shop_id)
    return lock_document(document_id)
