"""The lives of a shop and of its papers, what each role may do, and how a score is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.shops.types import (
    BlockReason,
    Dimension,
    DocumentKind,
    FactTally,
    Metric,
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
NOTICE_LIMIT = 200
REPLY_LIMIT = 300
SECTION_TITLE_LIMIT = 20
MAX_SECTIONS = 6
MAX_SECTION_PRODUCTS = 12

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


# How a score is made. A shop at its category's mean has MEAN_POINTS in a metric; from there the
# points rise in a straight line to FULL_POINTS at "all went well", and fall to 0 at "none did".
FULL_POINTS, MEAN_POINTS = 500, 400
WINDOW_DAYS = 90
MIN_DELIVERED = 30
# A shop's share counts like this many more cases at its peers' mean: few cases say little.
PRIOR_CASES = 20
DIMENSION_WEIGHTS: Mapping[Dimension, int] = {
    Dimension.PRODUCT: 50,
    Dimension.DISPATCH: 25,
    Dimension.SERVICE: 25,
}
METRIC_WEIGHTS: Mapping[Metric, int] = {
    Metric.GOOD_REVIEWS: 60,
    Metric.KEPT_GOODS: 40,
    Metric.SHIPPED_IN_TIME: 70,
    Metric.NOT_CANCELLED: 30,
    Metric.ANSWERED_SOON: 40,
    Metric.AFTERSALES_SETTLED: 30,
    Metric.DISPUTES_CLEAN: 30,
}
PPM = 1_000_000


def peers_share(tallies: Iterable[FactTally]) -> int:
    """The mean of a category in one metric, in parts per million; all cases count alike."""
    good = total = 0
    for tally in tallies:
        good, total = good + tally.good, total + tally.total
    return good * PPM // total if total else PPM


def metric_points(tally: FactTally, peers_ppm: int) -> int:
    """Points (hundredths, 0 to 500) of a shop in one metric beside its peers."""
    cases = tally.total + PRIOR_CASES
    share = (tally.good * PPM + PRIOR_CASES * peers_ppm) // cases
    if share >= peers_ppm:
        room = PPM - peers_ppm
        above = (share - peers_ppm) * (FULL_POINTS - MEAN_POINTS) // room if room else 0
        # Where all peers are perfect, a perfect shop is full marks, not the mean.
        return MEAN_POINTS + above if room else FULL_POINTS
    return share * MEAN_POINTS // peers_ppm


def combine(points: Mapping[Metric, int]) -> tuple[int | None, dict[Dimension, int]]:
    """The score and its sides from the points of metrics that have cases.

    What has none drops out, and the weights of the rest count for it.
    """
    sides: dict[Dimension, int] = {}
    for side in Dimension:
        known = {m: METRIC_WEIGHTS[m] for m in points if m.dimension is side}
        weight = sum(known.values())
        if weight:
            sides[side] = round(sum(points[m] * w for m, w in known.items()) / weight)
    weight = sum(DIMENSION_WEIGHTS[side] for side in sides)
    if not weight:
        return None, {}
    return round(sum(sides[s] * DIMENSION_WEIGHTS[s] for s in sides) / weight), sides


def score_of(
    tallies: Mapping[Metric, FactTally], peers: Mapping[Metric, int]
) -> tuple[int | None, dict[Dimension, int]]:
    """The score and its sides of a shop with these cases among these peers."""
    return combine(
        {m: metric_points(t, peers[m]) for m, t in tallies.items() if t.total and m in peers}
    )


def find_changes(
    tallies: Mapping[Metric, FactTally], peers: Mapping[Metric, int]
) -> tuple[tuple[Metric, int, int], ...]:
    """What would change a score: (metric, bad cases turned good, the score then), best first.

    Each takes half of a metric's bad cases, at least one, as gone well.
    """
    found = []
    for metric, tally in tallies.items():
        bad = tally.total - tally.good
        if not bad or metric not in peers:
            continue
        cases = (bad + 1) // 2
        better = dict(tallies) | {metric: FactTally(tally.good + cases, tally.total)}
        points, _sides = score_of(better, peers)
        if points is not None:
            found.append((metric, cases, points))
    return tuple(sorted(found, key=lambda change: -change[2]))


def percentile_of(points: int, peers: Iterable[int]) -> int:
    """The share (0 to 100) of the peers that a score does not fall behind."""
    all_peers = list(peers)
    return 100 * sum(1 for p in all_peers if p <= points) // len(all_peers) if all_peers else 100
