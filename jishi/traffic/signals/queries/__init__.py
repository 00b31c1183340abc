"""Reads of signals: counters, viewers, the lake."""

from jishi.traffic.signals.queries.counters import (
    FIELDS,
    get_post_counts,
    get_product_views,
    get_totals,
    get_viewer_traits,
    list_heat,
    list_hot_posts,
    read_count_rows,
)
from jishi.traffic.signals.queries.lake import read_lake
from jishi.traffic.signals.queries.viewers import (
    keep_viewer,
    viewer_key,
    viewer_of,
    viewer_of_person,
)

__all__ = [
    "FIELDS",
    "get_post_counts",
    "get_product_views",
    "get_totals",
    "get_viewer_traits",
    "keep_viewer",
    "list_heat",
    "list_hot_posts",
    "read_count_rows",
    "read_lake",
    "viewer_key",
    "viewer_of",
    "viewer_of_person",
]
