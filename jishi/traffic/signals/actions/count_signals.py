"""Signals become counters: one script per batch, so that each event counts exactly once."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.rules import SEEN_KEPT
from jishi.traffic.signals.types import Signal

# A post's eight counters are one value of 64 bytes (little-endian doubles, in the order of
# `PostCounts`), so that a feed reads those of 500 posts at once. KEYS are named inside, as one
# Valkey holds them all. An event whose id was seen today or yesterday changes nothing, which makes
# a repeated batch harmless: the marks and the counters are written in the same atomic step.
_COUNT = """
local day, hour, kept = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local now_ids, old_ids = 'signals:ids:' .. day, 'signals:ids:' .. (day - 1)
local once, watched = 'signals:once:' .. hour, 'signals:watched:' .. hour
local fresh, LOG2, counts, lists = 0, math.log(2), {}, {}
local totals = {0, 0, 0, 0, 0, 0, 0, 0}
local PLACE = {impressions=1, views=2, watch_ms=3, completes=4, card_clicks=5, likes=6, shares=7,
               not_interested=8}
local HEAT = {view=1, complete=1, card_click=3, like=4, share=4}
local function add(field, post, n)
  local changed = counts[post]
  if not changed then
    local known = redis.call('HGET', 'signals:counts', post)
    changed = known and {struct.unpack('<dddddddd', known)} or {0, 0, 0, 0, 0, 0, 0, 0}
    counts[post] = changed
  end
  changed[PLACE[field]] = changed[PLACE[field]] + n
  totals[PLACE[field]] = totals[PLACE[field]] + n
end
local function warm(name, post, at)
  -- Exponential decay with a half-life of a day, kept as a logarithm: never overflows.
  local s = at / 86400 + math.log(HEAT[name]) / LOG2
  local had = redis.call('ZSCORE', 'signals:heat', post)
  if had then
    local a, b = math.max(s, tonumber(had)), math.min(s, tonumber(had))
    s = a + math.log(1 + 2 ^ (b - a)) / LOG2
  end
  redis.call('ZADD', 'signals:heat', string.format('%.12f', s), post)
end
local function remember(what, viewer, post, at)
  local key = 'signals:' .. what .. ':' .. viewer
  redis.call('ZADD', key, at, post)
  lists[key] = true
end
local COUNTED = {impression='impressions', complete='completes', card_click='card_clicks',
                 like='likes', share='shares', not_interested='not_interested'}
for i = 4, #ARGV, 6 do
  local id, kind, post, viewer = ARGV[i], ARGV[i+1], ARGV[i+2], ARGV[i+3]
  local ms, at = tonumber(ARGV[i+4]), tonumber(ARGV[i+5])
  if redis.call('SISMEMBER', old_ids, id) == 0 and redis.call('SADD', now_ids, id) == 1 then
    fresh = fresh + 1
    if post ~= '' and kind == 'progress' then
      local key = viewer .. post
      local sum = redis.call('HINCRBY', watched, key, ms)
      if sum <= 3600000 then add('watch_ms', post, ms) end
      if sum >= 2000 and sum - ms < 2000 then
        add('views', post, 1); warm('view', post, at); remember('engaged', viewer, post, at)
      end
    elseif kind == 'product_view' and post ~= '' then
      if redis.call('SADD', once, kind .. viewer .. post) == 1 then
        redis.call('HINCRBY', 'signals:product_views', post, 1)
      end
    elseif post ~= '' and COUNTED[kind] then
      if redis.call('SADD', once, kind .. viewer .. post) == 1 then
        add(COUNTED[kind], post, 1)
        if HEAT[kind] then warm(kind, post, at); remember('engaged', viewer, post, at) end
        if kind == 'not_interested' then remember('disliked', viewer, post, at) end
      end
      if kind == 'impression' then remember('seen', viewer, post, at) end
    end
  end
end
for post, c in pairs(counts) do
  redis.call('HSET', 'signals:counts', post, struct.pack('<dddddddd', unpack(c)))
end
for i, n in ipairs(totals) do
  if n ~= 0 then redis.call('HINCRBY', 'signals:totals', i, n) end
end
for key in pairs(lists) do
  redis.call('ZREMRANGEBYRANK', key, 0, -kept - 1)
  redis.call('EXPIRE', key, 2592000)
end
redis.call('EXPIRE', now_ids, 172800)
redis.call('EXPIRE', once, 7200)
redis.call('EXPIRE', watched, 7200)
redis.call('ZREMRANGEBYRANK', 'signals:heat', 0, -5001)
return fresh
"""
_CHUNK = 250  # events a script run: Valkey answers others in between


@functools.cache
def _script() -> Any:
    return get_valkey().register_script(_COUNT)


def count_signals(*, signals: Sequence[Signal]) -> int:
    """Count events that were not counted before; returns how many were new.

    An id counts once within 24 h at least, however often the event is delivered.
    """
    fresh = 0
    # An event's own hour names the sets it is marked in, so that a repeat finds its mark.
    for hour, group in groupby(signals, key=lambda s: int(s.received_at.timestamp()) // 3600):
        of_hour = list(group)
        for start in range(0, len(of_hour), _CHUNK):
            args: list[Any] = [hour // 24, hour, SEEN_KEPT]
            for signal in of_hour[start : start + _CHUNK]:
                args += _arguments(signal)
            fresh += int(_script()(args=args))
    return fresh


def _arguments(signal: Signal) -> tuple[object, ...]:
    subject = signal.product_id if signal.kind == "product_view" else signal.post_id
    return (
        signal.id.bytes,
        signal.kind,
        subject.bytes if subject else b"",
        signal.viewer_key,
        signal.ms,
        int(signal.at.timestamp()),
    )
