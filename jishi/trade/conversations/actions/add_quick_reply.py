"""Keep a text that a shop sends often."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.errors import TooManyQuickReplies
from jishi.trade.conversations.models import QuickReply
from jishi.trade.conversations.rules import MAX_REPLIES, REPLY_LIMIT
from jishi.trade.conversations.types import QuickReplyView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def add_quick_reply(*, actor: Actor, shop_id: UUID, text: str) -> QuickReplyView:
    """Add a text; raises NotAllowed, InvalidInput, TextTooLong, TooManyQuickReplies."""
    require_transaction()
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    words = clean_text(text, field="text", limit=REPLY_LIMIT)
    if QuickReply.objects.filter(shop_id=shop_id).count() >= MAX_REPLIES:
        raise TooManyQuickReplies(limit=MAX_REPLIES)
    row = QuickReply.objects.create(shop_id=shop_id, text=words, created_at=clock.now())
    audit(actor=actor, action="add_quick_reply", subject_kind="shop", subject_id=shop_id)
    return QuickReplyView(row.id, row.text)
