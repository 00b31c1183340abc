"""The lives of a listing and of its edits, limits, and the departments of the mall."""

from __future__ import annotations

from collections.abc import Iterable

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.catalog.types import EditStatus as E
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
TRANSITIONS = (*LISTING.transitions, *EDIT.transitions)

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

# slug, Chinese, English, Lucide icon: in the order in which the mall shows them.
CATEGORIES: tuple[tuple[str, str, str, str], ...] = (
    ("fruit", "时令水果", "Fruit", "citrus"),
    ("food", "面点熟食", "Noodles & pastry", "soup"),
    ("tea", "茶叶", "Tea", "coffee"),
    ("honey", "蜂蜜滋补", "Honey & tonics", "hexagon"),
    ("vegetables", "蔬菜菌菇", "Vegetables & mushrooms", "carrot"),
    ("clothing", "服饰围巾", "Clothing & scarves", "shirt"),
    ("pottery", "陶瓷手作", "Pottery & crafts", "amphora"),
    ("outdoors", "出行户外", "Outdoors", "bike"),
    ("plants", "花草绿植", "Plants & flowers", "sprout"),
    ("gifts", "礼盒", "Gift boxes", "gift"),
    ("home", "家居日用", "Home", "lamp"),
    ("books", "图书文具", "Books & paper", "book-open"),
)
CATEGORY_SLUGS = frozenset(c[0] for c in CATEGORIES)


def lowest_price(prices: Iterable[tuple[int, int | None]]) -> tuple[int, int | None]:
    """The cheapest (price, list price); a list price that is no higher is none."""
    price, listed = min(prices, key=lambda p: p[0])
    return price, listed if listed is not None and listed > price else None
