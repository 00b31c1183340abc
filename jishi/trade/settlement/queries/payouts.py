"""Payouts and the accounts they go to, for whoever owns the money and for the operator."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor, Page
from jishi.foundation.ledger.queries import get_balance
from jishi.foundation.ledger.types import Balance
from jishi.trade.settlement.models import Payout, PayoutAccount, PayoutAttempt
from jishi.trade.settlement.types import (
    AccountStatus,
    AttemptStatus,
    AttemptView,
    OwnerKind,
    PayoutAccountView,
    PayoutOwner,
    PayoutStatus,
    PayoutView,
    ReviewReason,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_OPEN = [PayoutStatus.REQUESTED, PayoutStatus.REVIEWED, PayoutStatus.IN_TRANSIT]


def require_owner(actor: Actor, owner: PayoutOwner, *, to_pay_out: bool = False) -> UUID | None:
    """The person who may see the owner's money, or with `to_pay_out` have it paid out.

    Raises NotAllowed, NotSignedIn. The operator may see all and pay out nothing.
    """
    if actor.is_operator and not to_pay_out:
        return actor.person_id
    if owner.kind is OwnerKind.SHOP:
        right = Right.PAY_OUT if to_pay_out else Right.SEE_MONEY
        return require_shop_right(actor, owner.id, right)
    if actor.require_person() != owner.id:
        raise NotAllowed()
    return owner.id


def view_account(row: PayoutAccount) -> PayoutAccountView:
    """The row as it may leave this room: without its number."""
    return PayoutAccountView(
        row.id,
        PayoutOwner(OwnerKind(row.owner_kind), row.owner_id),
        row.provider,
        row.holder,
        row.bank,
        row.masked,
        AccountStatus(row.status),
        row.message,
        row.added_at,
        row.verified_at,
    )


def view_attempt(row: PayoutAttempt) -> AttemptView:
    """The row as it may leave this room."""
    return AttemptView(
        row.id,
        row.number,
        AttemptStatus(row.status),
        row.message,
        row.started_at,
        row.ended_at,
    )


def view_payout(row: Payout) -> PayoutView:
    """The row with account and attempts, two statements more unless they were fetched."""
    return PayoutView(
        id=row.id,
        owner=PayoutOwner(OwnerKind(row.owner_kind), row.owner_id),
        account=view_account(row.account),
        amount_minor=row.amount_minor,
        currency=row.currency,
        status=PayoutStatus(row.status),
        review_reasons=tuple(ReviewReason(reason) for reason in row.review_reasons),
        message=row.message,
        requested_at=row.requested_at,
        reviewed_at=row.reviewed_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        attempts=tuple(view_attempt(a) for a in sorted(row.attempts.all(), key=lambda a: a.number)),
    )


def list_payout_accounts(actor: Actor, owner: PayoutOwner) -> tuple[PayoutAccountView, ...]:
    """The owner's accounts that were not removed, oldest first; raises NotAllowed."""
    require_owner(actor, owner)
    rows = PayoutAccount.objects.filter(owner_kind=owner.kind.value, owner_id=owner.id)
    kept = rows.exclude(status=AccountStatus.REMOVED.value).order_by("added_at", "id")
    return tuple(view_account(row) for row in kept)


def list_payouts(
    actor: Actor, owner: PayoutOwner, *, cursor: str | None = None, limit: int = 20
) -> Page[PayoutView]:
    """The owner's payouts newest first; raises NotAllowed. Three statements for a shop's."""
    require_owner(actor, owner)
    rows = Payout.objects.filter(owner_kind=owner.kind.value, owner_id=owner.id)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(requested_at, id) < (%s, %s)"], params=[at, key])
    rows = rows.select_related("account").prefetch_related("attempts")
    views = [view_payout(row) for row in rows.order_by("-requested_at", "-id")[: limit + 1]]
    return make_page(views, limit, lambda v: (v.requested_at, v.id))


def get_payout(actor: Actor, payout_id: UUID) -> PayoutView:
    """A payout, for its owner and the operator; raises NotFound for anybody else."""
    row = Payout.objects.select_related("account").filter(id=payout_id).first()
    if row is None:
        raise NotFound()
    view = view_payout(row)
    try:
        require_owner(actor, view.owner)
    except NotAllowed:
        raise NotFound() from None
    return view


def lock_payout(payout_id: UUID) -> Payout:
    """The locked row, for this room's actions; raises NotFound."""
    row = (
        Payout.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(id=payout_id)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def get_owner_balance(actor: Actor, owner: PayoutOwner) -> Balance:
    """What the owner has, and what of it is held for payouts; raises NotAllowed."""
    require_owner(actor, owner)
    return get_balance(owner.ledger_account, settings.currency)


def sum_open_payouts(owner: PayoutOwner) -> int:
    """What is on its way out, in minor units."""
    rows = Payout.objects.filter(
        owner_kind=owner.kind.value, owner_id=owner.id, status__in=[s.value for s in _OPEN]
    )
    total: int = rows.aggregate(total=Sum("amount_minor"))["total"] or 0
    return total


def count_payouts_to_review() -> int:
    """Payouts that wait for the operator."""
    return Payout.objects.filter(status=PayoutStatus.REQUESTED.value).count()


def list_accounts_to_check(limit: int = 50) -> list[UUID]:
    """Accounts whose check was not done yet, oldest first: a lost job is picked up."""
    rows = PayoutAccount.objects.filter(status=AccountStatus.UNVERIFIED.value)
    return list(rows.order_by("added_at").values_list("id", flat=True)[:limit])


def list_due_payouts(limit: int) -> list[UUID]:
    """Payouts whose provider is to be asked by the market clock, oldest first."""
    rows = Payout.objects.filter(next_query_at__lte=clock.now())
    return list(rows.order_by("next_query_at").values_list("id", flat=True)[:limit])
