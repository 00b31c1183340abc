"""The lives of a listing and of its edits, limits, and the tree of categories."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.catalog.types import (
    AttributeChoice,
    AttributeKind,
    AttributeSpec,
    AttributeValue,
    CategoryView,
    SubcategoryView,
)
from jishi.trade.catalog.types import EditStatus as E
from jishi.trade.catalog.types import ImportStatus as I
from jishi.trade.catalog.types import ListingStatus as L

LISTING = Lifecycle(
    "catalog.listing",
    L.DRAFT,
    (
        Transition(L.DRAFT, L.LISTED, ("merchant", "operator")),
        Transition(L.LISTED, L.DELISTED, ("merchant",)),
        Transition(L.DELISTED, L.LISTED, ("merchant",)),
        Transition(L.DRAFT, L.DELETED, ("merchant",)),
        Transition(L.DELISTED, L.DELETED, ("merchant",)),
        Transition(L.LISTED, L.HELD, ("operator", "system")),
        Transition(L.DELISTED, L.HELD, ("operator",)),
        # What the operator lets go, the shop puts back on the shelf itself.
        Transition(L.HELD, L.DELISTED, ("operator",)),
        # A shop's document ends or its deposit falls short; back when it has put that right.
        Transition(L.HELD, L.LISTED, ("system",)),
    ),
)
EDIT = Lifecycle(
    "catalog.edit",
    E.EDITING,
    (
        Transition(E.EDITING, E.IN_REVIEW, ("merchant",)),
        Transition(E.EDITING, E.PASSED, ("system",)),  # where the market reviews nothing
        Transition(E.IN_REVIEW, E.PASSED, ("operator",)),
        Transition(E.IN_REVIEW, E.REJECTED, ("operator",)),
        Transition(E.REJECTED, E.EDITING, ("merchant",)),
        Transition(E.IN_REVIEW, E.EDITING, ("merchant",)),
        Transition(E.PASSED, E.EDITING, ("merchant",)),
    ),
)
IMPORT = Lifecycle(
    "catalog.import",
    I.CHECKED,
    (
        Transition(I.CHECKED, I.APPLYING, ("merchant",)),
        Transition(I.CHECKED, I.CANCELLED, ("merchant", "system"), timedelta(days=7)),
        Transition(I.APPLYING, I.DONE, ("system",)),
    ),
)
TRANSITIONS = (*LISTING.transitions, *EDIT.transitions, *IMPORT.transitions)

TITLE_LIMIT = 100
DESCRIPTION_LIMIT = 10_000
CODE_LIMIT = 40
OPTION_LIMIT = 30
MAX_PICTURES = 12
MAX_OPTION_NAMES = 3
MAX_SKUS = 100
MAX_PRICE_MINOR = 10**10  # a hundred million in a currency with cents
MAX_STOCK = 10_000_000
MAX_LINE_QUANTITY = 999

MAX_BLOCKS = 40
MAX_TABLE_ROWS = 60
MAX_TABLE_COLUMNS = 12
BLOCK_TEXT_LIMIT = 5_000
CELL_LIMIT = 60
ATTRIBUTE_LIMIT = 200
MAX_WEIGHT_GRAMS = 1_000_000
MAX_WAREHOUSES = 50
MAX_BULK = 200
MAX_SHOWCASE = 200
MAX_PINNED = 3


def _read_tree() -> tuple[CategoryView, ...]:
    """The tree of `category_tree.toml`: what a department says, each of its kinds says too."""
    data = tomllib.loads(Path(__file__).with_name("category_tree.toml").read_text(encoding="utf-8"))
    known = data["attributes"]
    return tuple(
        CategoryView(
            d["slug"],
            d["zh"],
            d["en"],
            d["icon"],
            0,
            tuple(
                SubcategoryView(
                    kind["slug"],
                    kind["zh"],
                    kind["en"],
                    tuple(
                        _spec(name, known) for name in [*d.get("says", ()), *kind.get("says", ())]
                    ),
                )
                for kind in d["kinds"]
            ),
        )
        for d in data["departments"]
    )


def _spec(name: str, known: Mapping[str, Any]) -> AttributeSpec:
    key = name.rstrip("*")
    row = known[key]
    return AttributeSpec(
        key,
        row["zh"],
        row["en"],
        AttributeKind(row["kind"]),
        name.endswith("*"),
        row.get("unit", ""),
        tuple(AttributeChoice(*choice) for choice in row.get("choices", ())),
    )


# In the order in which the mall shows them.
CATEGORIES = _read_tree()
CATEGORY_SLUGS = frozenset(c.slug for c in CATEGORIES)
_SUBCATEGORIES = {(c.slug, k.slug): k for c in CATEGORIES for k in c.subcategories}


def find_subcategory(category: str, subcategory: str) -> SubcategoryView | None:
    """A kind of goods of a department, or None where there is none of that name."""
    return _SUBCATEGORIES.get((category, subcategory))


def missing_attributes(
    category: str, subcategory: str, attributes: Mapping[str, AttributeValue]
) -> tuple[AttributeSpec, ...]:
    """What must still be said of goods of that kind."""
    kind = find_subcategory(category, subcategory)
    if kind is None:
        return ()
    return tuple(a for a in kind.attributes if a.is_required and a.key not in attributes)


def lowest_price(prices: Iterable[tuple[int, int | None]]) -> tuple[int, int | None]:
    """The cheapest (price, list price); a list price that is no higher is none."""
    price, listed = min(prices, key=lambda p: p[0])
    return price, listed if listed is not None and listed > price else None


def percent_of_price(price_minor: int, percent: int) -> int:
    """A price changed by so many percent, rounded half up to the minor unit, at least one."""
    return max(1, (price_minor * (100 + percent) * 2 + 100) // 200)
