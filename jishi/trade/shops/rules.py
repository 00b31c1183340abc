"""The lives of a shop and of its papers, what each role may do, and how a score is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.shops.types import (
    BlockReason,
    DocumentKind,
    Right,
    SellingBlock,
    ShopRole,
)
from jishi.trade.shops.types import DocumentStatus as D
from jishi.trade.shops.types import ShopStatus as S

SHOP = Lifecycle(
    "shops.shop",
    S.APPLIED,
    (
        Transition(S.APPLIED, S.OPEN, ("operator",)),
        Transition(S.APPLIED, S.REJECTED, ("operator",)),
        Transition(S.REJECTED, S.APPLIED, ("owner",)),
        Transition(S.OPEN, S.SUSPENDED, ("operator",)),
        Transition(S.SUSPENDED, S.OPEN, ("operator",)),
        Transition(S.OPEN, S.CLOSED, ("owner", "operator")),
        Transition(S.SUSPENDED, S.CLOSED, ("owner", "operator")),
    ),
)
DOCUMENT = Lifecycle(
    "shops.document",
    D.IN_REVIEW,
    (
        Transition(D.IN_REVIEW, D.APPROVED, ("operator",)),
        Transition(D.IN_REVIEW, D.REJECTED, ("operator",)),
        Transition(D.IN_REVIEW, D.WITHDRAWN, ("merchant",)),
        # At the end of its last day, by the market's clock.
        Transition(D.APPROVED, D.EXPIRED, ("system",)),
        # When the operator approves its renewal.
        Transition(D.APPROVED, D.REPLACED, ("system",)),
        Transition(D.EXPIRED, D.REPLACED, ("system",)),
        Transition(D.APPROVED, D.CANCELLED, ("merchant", "operator")),
    ),
)
TRANSITIONS = (*SHOP.transitions, *DOCUMENT.transitions)

NAME_LIMIT = 40
REGION_LIMIT = 40
ABOUT_LIMIT = 1000
NOTE_LIMIT = 500
BRAND_LIMIT = 40
NUMBER_LIMIT = 60
FILE_NAME_LIMIT = 100
MAX_OPEN_DOCUMENTS = 60  # in review, of one shop
MAX_MEMBERS = 200

_EVERYDAY = {
    Right.SEE_ORDERS,
    Right.SHIP,
    Right.EDIT_PRODUCTS,
    Right.COUNT_STOCK,
    Right.ANSWER_BUYERS,
    Right.ANSWER_AFTERSALES,
    Right.SEE_FIGURES,
}
# What each role may do. An owner's rights never shrink; the rest is for a market to read at once.
ROLE_RIGHTS: Mapping[ShopRole, frozenset[Right]] = {
    ShopRole.OWNER: frozenset(Right),
    ShopRole.MANAGER: frozenset(Right) - {Right.CLOSE_SHOP, Right.PAY_OUT},
    ShopRole.STAFF: frozenset(_EVERYDAY),
    ShopRole.PACKER: frozenset({Right.SEE_ORDERS, Right.SHIP, Right.COUNT_STOCK}),
    ShopRole.SERVICE: frozenset({Right.SEE_ORDERS, Right.ANSWER_BUYERS, Right.ANSWER_AFTERSALES}),
    ShopRole.FINANCE: frozenset({Right.SEE_ORDERS, Right.SEE_FIGURES, Right.SEE_MONEY}),
}
# Which roles somebody may offer and take away.
MAY_APPOINT: Mapping[ShopRole, frozenset[ShopRole]] = {
    ShopRole.OWNER: frozenset(ShopRole) - {ShopRole.OWNER},
    ShopRole.MANAGER: frozenset(ShopRole) - {ShopRole.OWNER, ShopRole.MANAGER},
}


def roles_with(right: Right) -> tuple[ShopRole, ...]:
    """The roles that have a right, the owner first."""
    return tuple(role for role, rights in ROLE_RIGHTS.items() if right in rights)


def find_blocks(
    required: Mapping[str, Iterable[DocumentKind]],
    deposits: Mapping[str, int],
    held: Iterable[tuple[DocumentKind, str]],
    deposit_minor: int,
) -> tuple[SellingBlock, ...]:
    """What a shop lacks, by category (`""` stands for the whole shop).

    `held` are its papers in force as (kind, category); one without a category holds for all.
    """
    papers = set(held)
    blocks = []
    for category, kinds in sorted(required.items()):
        lacking = tuple(kind for kind in kinds if not papers & {(kind, ""), (kind, category)})
        if lacking:
            blocks.append(SellingBlock(BlockReason.DOCUMENT, category, lacking))
    for category, amount in sorted(deposits.items()):
        if deposit_minor < amount:
            short = amount - deposit_minor
            blocks.append(SellingBlock(BlockReason.DEPOSIT, category, short_minor=short))
    return tuple(blocks)
