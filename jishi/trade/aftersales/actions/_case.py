"""What every action about a case begins with: lock it, see who asks, answer once a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import load_case, lock_case
from jishi.trade.aftersales.types import AfterSaleView
from jishi.trade.shops.queries import can_manage_shop, has_shop_right
from jishi.trade.shops.types import ALL_ROLES, Right


def role_in_case(actor: Actor, case: AfterSale, allowed: Sequence[str]) -> str:
    """In which of the `allowed` roles the actor may touch the case.

    Raises NotAllowed for somebody who may see it, NotFound for a stranger.
    """
    for role in allowed:
        if _has(actor, case, role):
            return role
    if _has(actor, case, "buyer") or actor.is_operator or _works_there(actor, case):
        raise NotAllowed()
    raise NotFound()


def _works_there(actor: Actor, case: AfterSale) -> bool:
    return actor.person_id is not None and can_manage_shop(actor.person_id, case.shop_id, ALL_ROLES)


def _has(actor: Actor, case: AfterSale, role: str) -> bool:
    if role == "system":
        return actor.kind is ActorKind.SYSTEM
    if role == "operator":
        return actor.is_operator
    if actor.person_id is None or actor.is_operator:
        return False
    if role == "buyer":
        return actor.person_id == case.buyer_id
    return has_shop_right(actor.person_id, case.shop_id, Right.ANSWER_AFTERSALES)


def step_once(
    *,
    actor: Actor,
    action: str,
    case_id: UUID,
    key: str,
    by: Sequence[str],
    words: Sequence[object] = (),
    run: Callable[[AfterSale, str], object],
) -> AfterSaleView:
    """Run a step with the locked case and the actor's role, once per key.

    A repeated request gets the case as it is now. Raises NotFound, NotAllowed,
    IdempotencyConflict.
    """
    require_transaction()

    def first() -> UUID:
        case = lock_case(case_id)
        run(case, role_in_case(actor, case, by))
        return case_id

    once(
        scope=f"aftersales.{action}",
        owner=actor.person_id or actor.kind,
        key=key,
        value=[str(case_id), *(str(word) for word in words)],
        kind=UUID,
        run=first,
    )
    return load_case(case_id)
