"""The live state of promises in Valkey: what is owed, at what price, to how many requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation import policies
from jishi.traffic.allocation.rules import (
    COMMERCIAL,
    LEAST_FORECAST,
    NEW_POST,
    Prices,
    need_per_request,
)
from jishi.traffic.allocation.types import ClassPrice
from jishi.traffic.signals.types import Key

LEFT = "allocation:left"  # post -> impressions still owed to it
DELIVERED = "allocation:delivered"  # post -> promised impressions it has had
OPEN = "allocation:open"  # posts to which something is owed
OUTSTANDING = "allocation:outstanding"  # the sum of LEFT
DIRTY = "allocation:dirty"  # posts whose row is behind DELIVERED
PRICES = "allocation:prices"
READY = "allocation:ready"  # set once the promises were read from the rows


def decision_key(decision_id: UUID) -> str:
    """Where a decision is remembered."""
    return f"allocation:decision:{decision_id.hex}"


def session_key(viewer_key: str, session: UUID) -> str:
    """Where the posts are remembered that one walk through a feed has shown."""
    return f"allocation:session:{viewer_key}:{session.hex}"


def hour_key(hour: int) -> str:
    """Where the requests of an hour (since 1970, market time) are counted."""
    return f"allocation:requests:{hour}"


@dataclass(frozen=True, slots=True)
class State:
    """What one request must know, read in one round trip."""

    prices: Prices
    outstanding: int
    forecast: int
    left: tuple[int, ...]  # per candidate, in their order
    served: frozenset[Key]  # in this walk through the feed

    def need(self, slots: int) -> float:
        """Promised impressions that this request should carry."""
        return need_per_request(self.outstanding, self.forecast, slots, policies.FLOOR_SHARE.get())


def read_state(posts: Sequence[Key], session: str | None) -> State:
    """Prices, what is owed to each candidate, the requests expected, what was served."""
    pipe: Any = get_valkey().pipeline(transaction=False)
    now_hour = int(clock.now().timestamp()) // 3600
    hours = policies.WINDOW_HOURS.get()
    pipe.hmget(PRICES, ["floor", "cap", "version"])
    pipe.get(OUTSTANDING)
    pipe.mget([hour_key(now_hour - back) for back in range(hours)])
    if posts:
        pipe.hmget(LEFT, list(posts))
    if session:
        pipe.smembers(session)
    answers = iter(cast("list[Any]", pipe.execute()))
    floor, cap, version = next(answers)
    outstanding = int(next(answers) or 0)
    forecast = sum(int(n) for n in next(answers) if n)
    left = tuple(int(n or 0) for n in next(answers)) if posts else ()
    served = frozenset(next(answers)) if session else frozenset()
    return State(
        Prices(float(floor or 0), float(cap or 0), int(version or 0)),
        outstanding,
        forecast,
        left,
        served,
    )


def list_class_prices() -> tuple[ClassPrice, ...]:
    """Every class with its price now, for the operator."""
    state = read_state([], None)
    most = policies.MAX_SUBSIDY.get()
    prices, forecast = state.prices, max(state.forecast, LEAST_FORECAST)
    capped = prices.floor >= most and state.outstanding > 0
    return (
        ClassPrice(
            NEW_POST, prices.floor, 0.0, capped, state.outstanding, forecast, prices.version
        ),
        ClassPrice(COMMERCIAL, 0.0, prices.cap, prices.cap >= most, 0, forecast, prices.version),
    )
