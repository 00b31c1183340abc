"""The one place where a shop changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.models import Shop, ShopMove
from jishi.trade.shops.rules import NOTE_LIMIT, SHOP
from jishi.trade.shops.types import ShopStatus


def require_operator(actor: Actor) -> str:
    """The role `operator`; raises NotAllowed for anybody else."""
    if not actor.is_operator:
        raise NotAllowed()
    return "operator"


def move_shop(*, actor: Actor, shop: Shop, target: ShopStatus, by: str, note: str = "") -> Shop:
    """Take a step that SHOP allows `by`, with its history and audit lines.

    `shop` must be locked. Raises TransitionRefused when there is no such step.
    """
    note = clean_text(note, field="note", limit=NOTE_LIMIT, required=False)
    source = shop.status
    SHOP.check(source, target, by)
    now = clock.now()
    shop.status = target
    shop.decision_note = note
    if target is ShopStatus.OPEN and shop.opened_at is None:
        shop.opened_at = now
    if target is ShopStatus.CLOSED:
        shop.closed_at = now
    if target is ShopStatus.APPLIED:
        shop.applied_at = now
    shop.save(update_fields=["status", "decision_note", "opened_at", "closed_at", "applied_at"])
    ShopMove.objects.create(
        shop=shop,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note,
        at=now,
    )
    audit(
        actor=actor,
        action="move_shop",
        subject_kind="shop",
        subject_id=shop.id,
        detail={"from": source, "to": target, "note": note},
    )
    return shop
