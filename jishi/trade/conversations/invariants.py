"""Questions about conversations that must always answer "none"."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from jishi.foundation.kernel.invariants import Breach
from jishi.trade.conversations.models import Thread, Wait


def waits_off_their_thread() -> list[Breach]:
    """Is there a thread that waits without an open wait, or the reverse?"""
    open_wait = Wait.objects.filter(thread=OuterRef("id"), answered_at=None)
    rows = Thread.objects.annotate(has_wait=Exists(open_wait))
    wrong = rows.filter(waiting_since=None, has_wait=True) | rows.filter(
        waiting_since__isnull=False, has_wait=False
    )
    return [Breach("conversations", "waits_off_their_thread", str(row.id)) for row in wrong]
