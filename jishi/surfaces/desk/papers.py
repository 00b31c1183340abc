"""The documents page: papers as rows, and what each category asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_categories
from jishi.trade.shops.queries import (
    get_required_deposits,
    get_required_documents,
    get_standing,
    list_documents,
)
from jishi.trade.shops.types import (
    BlockReason,
    DocumentKind,
    DocumentStatus,
    DocumentView,
    ShopCard,
)

_CURRENT = (DocumentStatus.IN_REVIEW, DocumentStatus.APPROVED, DocumentStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one category asks for: each document with whether the shop has it, and the deposit."""

    category: str
    name: str
    kinds: tuple[tuple[DocumentKind, bool], ...]
    deposit_minor: int
    short_minor: int

    @property
    def is_met(self) -> bool:
        """Whether the shop may sell there."""
        return not self.short_minor and all(has for _kind, has in self.kinds)


@dataclass(frozen=True, slots=True)
class Papers:
    """All that the page shows."""

    current: tuple[DocumentView, ...]
    past: tuple[DocumentView, ...]
    demands: tuple[Demand, ...]
    names: dict[str, str]
    deposit_minor: int
    brands: tuple[tuple[str, bool], ...]


def compose_papers(actor: Actor, shop: ShopCard) -> Papers:
    """A shop's papers: what counts first, then what is over."""
    documents = list_documents(actor, shop.id)
    standing = get_standing(shop.id)
    lacking = {(b.category, kind) for b in standing.blocks for kind in b.kinds}
    short = {b.category: b.short_minor for b in standing.blocks if b.reason is BlockReason.DEPOSIT}
    required, deposits = get_required_documents(), get_required_deposits()
    names = dict(list_category_choices())
    demands = tuple(
        Demand(
            category=slug,
            name=names.get(slug, slug),
            kinds=tuple((k, (slug, k) not in lacking) for k in required.get(slug, ())),
            deposit_minor=deposits.get(slug, 0),
            short_minor=short.get(slug, 0),
        )
        for slug in sorted({*required, *deposits})
    )
    return Papers(
        current=tuple(d for d in documents if d.status in _CURRENT),
        past=tuple(d for d in documents if d.status not in _CURRENT),
        demands=demands,
        names=names,
        deposit_minor=standing.deposit_minor,
        brands=tuple((m.brand, m.is_owner) for m in standing.brands),
    )


def list_category_choices() -> list[tuple[str, str]]:
    """Categories by their names in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    return [(c.slug, c.name_zh if chinese else c.name_en) for c in list_categories()]


def find_ending(documents: Sequence[DocumentView], before: datetime) -> tuple[DocumentView, ...]:
    """Papers in force that end before a moment and are not being renewed, soonest first."""
    found = [
        d
        for d in documents
        if d.status is DocumentStatus.APPROVED
        and d.ends_at is not None
        and d.ends_at <= before
        and not d.has_renewal
    ]
    return tuple(sorted(found, key=lambda d: d.ends_at or before))
