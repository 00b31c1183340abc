"""A viewer gets a page of a feed; the decision is logged and prices take note."""

from __future__ import annotations

import functools
import json
from typing import Any
from uuid import UUID

import numpy as np

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation import policies
from jishi.traffic.allocation.queries.planning import Plan, plan_following, plan_for_you
from jishi.traffic.allocation.queries.state import (
    PRICES,
    decision_key,
    hour_key,
    session_key,
)
from jishi.traffic.allocation.rules import COMMERCIAL, NEW_POST, move_price
from jishi.traffic.allocation.types import FeedItem, FeedPage, FeedTab, Viewer
from jishi.traffic.recall.queries import know_viewer, pinned_items
from jishi.traffic.signals.actions import keep_record

MAX_LIMIT = 30
DECISION_SECONDS = 2 * 86400
SESSION_SECONDS = 3600

# Sums of a batch of requests; the request that fills it gets them and begins the next one.
_SUM = """
local n = redis.call('HINCRBY', KEYS[1], 'requests', 1)
local g = redis.call('HINCRBY', KEYS[1], 'new', ARGV[1])
local c = redis.call('HINCRBY', KEYS[1], 'commercial', ARGV[2])
local s = redis.call('HINCRBY', KEYS[1], 'slots', ARGV[3])
if n < tonumber(ARGV[4]) then return false end
redis.call('HDEL', KEYS[1], 'requests', 'new', 'commercial', 'slots')
return {n, g, c, s}
"""


@functools.cache
def _sum() -> Any:
    return get_valkey().register_script(_SUM)


def compose_feed(
    *,
    viewer: Viewer,
    tab: str = FeedTab.FOR_YOU,
    limit: int = 10,
    cursor: str | None = None,
    random: np.random.Generator | None = None,
) -> FeedPage:
    """A page of posts for a viewer, best first; with the cursor of a page what comes after it.

    Recall → rank → allocate → log, at most one query and six round trips to Valkey. Raises
    InvalidInput for an unknown tab or a bad cursor.
    """
    if tab not in set(FeedTab):
        raise InvalidInput(field="tab")
    limit = max(1, min(limit, MAX_LIMIT))
    walk = _read_cursor(cursor)
    session = session_key(viewer.viewer_key, walk) if walk else None
    with pinned_items():
        known = know_viewer(viewer)
        if tab == FeedTab.FOLLOWING:
            plan = plan_following(known, limit, session)
        else:
            plan = plan_for_you(known, limit, session, random or np.random.default_rng())
    decision_id = new_id()
    _log(viewer, tab, plan, decision_id, walk or decision_id, limit)
    more = (walk or decision_id).hex if plan.more else None
    return FeedPage(decision_id, plan.items, more)


def _read_cursor(cursor: str | None) -> UUID | None:
    if not cursor:
        return None
    try:
        return UUID(hex=cursor)
    except ValueError:
        raise InvalidInput(field="cursor") from None


def _log(viewer: Viewer, tab: str, plan: Plan, decision_id: UUID, walk: UUID, limit: int) -> None:
    at = clock.now()
    pipe: Any = get_valkey().pipeline(transaction=False)
    if plan.items:
        key = decision_key(decision_id)
        pipe.hset(key, mapping=_remembered(viewer, plan, int(at.timestamp() * 1000)))
        pipe.expire(key, DECISION_SECONDS)
        session = session_key(viewer.viewer_key, walk)
        pipe.sadd(session, *(item.post_id.bytes for item in plan.items))
        pipe.expire(session, SESSION_SECONDS)
    keep_record(
        table="decisions",
        kind=str(tab),
        record_id=decision_id,
        at=at,
        payload=_record(viewer, plan),
        pipe=pipe,
    )
    if tab == FeedTab.FOR_YOU:
        hour = hour_key(int(at.timestamp()) // 3600)
        pipe.incr(hour)
        pipe.expire(hour, 3 * 86400)
        carried = [sum(name in i.classes for i in plan.items) for name in (NEW_POST, COMMERCIAL)]
        _sum()(keys=[PRICES], args=[*carried, limit, policies.BATCH.get()], client=pipe)
    sums = pipe.execute()[-1]
    if tab == FeedTab.FOR_YOU and sums:
        _move_prices(plan, *(int(n) for n in sums))


def _move_prices(plan: Plan, requests: int, new: int, commercial: int, slots: int) -> None:
    """`λ ← [λ + η(need − g)]₊` and `μ ← [μ + η(g − room)]₊` after a batch of requests."""
    step, most = policies.STEP.get(), policies.MAX_SUBSIDY.get()
    need = plan.state.need(slots // requests)
    room = policies.COMMERCIAL_SHARE.get() * slots / requests
    pipe: Any = get_valkey().pipeline(transaction=True)
    pipe.hset(
        PRICES,
        mapping={
            "floor": move_price(plan.state.prices.floor, step, need - new / requests, most),
            "cap": move_price(plan.state.prices.cap, step, commercial / requests - room, most),
        },
    )
    pipe.hincrby(PRICES, "version", 1)
    pipe.execute()


def _body(item: FeedItem, parts: dict[str, float]) -> dict[str, object]:
    return {
        "slot": item.slot,
        "source": item.source,
        "value": item.value,
        "parts": parts,
        "price": item.price,
        "classes": item.classes,
        "probability": item.probability,
        "reason": item.reason_code,
        "args": item.reason_args,
    }


def _remembered(viewer: Viewer, plan: Plan, at_ms: int) -> dict[Any, Any]:
    """Fields of the decision: who, when, each post, and which posts are owed the impression."""
    fields: dict[Any, Any] = {"viewer": viewer.viewer_key, "at": at_ms}
    for item, parts in zip(plan.items, plan.parts, strict=True):
        fields[item.post_id.bytes] = json.dumps(_body(item, parts), ensure_ascii=False)
        if NEW_POST in item.classes:
            fields[b"g" + item.post_id.bytes] = 1
    return fields


def _record(viewer: Viewer, plan: Plan) -> bytes:
    """The decision as the lake keeps it."""
    prices = plan.state.prices
    body = {
        "viewer_key": viewer.viewer_key,
        "considered": plan.considered,
        "explored": plan.explored,
        "prices": {"floor": prices.floor, "cap": prices.cap, "version": prices.version},
        "items": [
            {"post_id": str(item.post_id), **_body(item, parts)}
            for item, parts in zip(plan.items, plan.parts, strict=True)
        ],
        "candidates": [[str(post_id), score] for post_id, score in plan.log],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
