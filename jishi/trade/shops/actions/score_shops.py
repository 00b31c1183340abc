"""Score all shops anew from the facts of the last 90 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.shops.events import ShopScored
from jishi.trade.shops.models import Shop, ShopScore
from jishi.trade.shops.rules import (
    MIN_DELIVERED,
    WINDOW_DAYS,
    peers_share,
    percentile_of,
    score_of,
)
from jishi.trade.shops.types import FactTally, Metric, ShopFacts, list_score_facts

Tallies = dict[Metric, FactTally]


def score_shops() -> int:
    """Ask every source of facts, and keep a row of today for each shop with a delivered order.

    Peers are the shops of the category in which a shop sells most. A shop with fewer than
    MIN_DELIVERED delivered orders gets its facts, but no score. Gives how many were scored.
    """
    require_transaction()
    facts = _gather()
    by_category: dict[str, list[UUID]] = defaultdict(list)
    for shop_id, known in facts.items():
        by_category[known.category].append(shop_id)
    scored = 0
    for category, ids in by_category.items():
        scored += _score_category(category, {i: facts[i] for i in ids})
    return scored


def _gather() -> dict[UUID, ShopFacts]:
    since = clock.now() - timedelta(days=WINDOW_DAYS)
    tallies: dict[UUID, Tallies] = defaultdict(dict)
    delivered: dict[UUID, int] = defaultdict(int)
    categories: dict[UUID, str] = {}
    for source in list_score_facts():
        for shop_id, known in source.collect(since).items():
            tallies[shop_id].update(known.tallies)
            delivered[shop_id] += known.delivered_count
            if known.category:
                categories[shop_id] = known.category
    return {
        shop_id: ShopFacts(tallies[shop_id], delivered[shop_id], categories.get(shop_id, ""))
        for shop_id in tallies
    }


def _score_category(category: str, shops: Mapping[UUID, ShopFacts]) -> int:
    metrics = {m for known in shops.values() for m in known.tallies}
    peers = {
        m: peers_share(k.tallies[m] for k in shops.values() if m in k.tallies) for m in metrics
    }
    points = {
        shop_id: score_of(known.tallies, peers)[0]
        for shop_id, known in shops.items()
        if known.delivered_count >= MIN_DELIVERED
    }
    ranked = [p for p in points.values() if p is not None]
    for shop_id in sorted(shops):
        _keep(category, shop_id, shops[shop_id], peers, points.get(shop_id), ranked)
    return len(ranked)


def _keep(
    category: str,
    shop_id: UUID,
    known: ShopFacts,
    peers: Mapping[Metric, int],
    points: int | None,
    ranked: list[int],
) -> None:
    before = Shop.objects.filter(id=shop_id).values_list("score", flat=True).first()
    now = clock.now()
    ShopScore.objects.update_or_create(
        shop_id=shop_id,
        on=now.astimezone(ZoneInfo(settings.time_zone)).date(),
        defaults={
            "points": points,
            "category": category,
            "delivered_count": known.delivered_count,
            "percentile": percentile_of(points, ranked) if points is not None else None,
            "metrics": {m.value: [t.good, t.total, peers[m]] for m, t in known.tallies.items()},
            "computed_at": now,
        },
    )
    if before != points:
        Shop.objects.filter(id=shop_id).update(score=points)
        record(ShopScored(shop_id=shop_id, points=points))
