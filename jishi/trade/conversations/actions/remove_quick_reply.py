"""Forget a text that a shop sent often."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.models import QuickReply
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def remove_quick_reply(*, actor: Actor, shop_id: UUID, reply_id: UUID) -> None:
    """Remove a text; raises NotAllowed, NotFound."""
    require_transaction()
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    gone, _rows = QuickReply.objects.filter(id=reply_id, shop_id=shop_id).delete()
    if not gone:
        raise NotFound()
    audit(actor=actor, action="remove_quick_reply", subject_kind="shop", subject_id=shop_id)
