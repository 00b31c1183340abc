"""Tell a shop that a paper ends soon."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.shops.events import DocumentEnding
from jishi.trade.shops.queries.documents import lock_document, reminder_horizon
from jishi.trade.shops.types import DocumentStatus


def remind_of_document(*, document_id: UUID) -> bool:
    """Announce the end of a paper once; False when it was announced, or does not end soon."""
    require_transaction()
    row = lock_document(document_id)
    is_due = row.ends_at is not None and row.ends_at <= reminder_horizon()
    if row.status != DocumentStatus.APPROVED or row.reminded_at or not is_due:
        return False
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    if row.valid_until is not None:
        record(
            DocumentEnding(
                document_id=row.id,
                shop_id=row.shop_id,
                kind=row.kind,
                valid_until=row.valid_until,
            )
        )
    return True
