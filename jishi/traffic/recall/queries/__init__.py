"""Reads of recall: candidates for a viewer, and what feeds know of posts."""

from jishi.traffic.recall.queries.candidates import know_viewer, suggest_posts
from jishi.traffic.recall.queries.items import ItemTable, get_items, pinned_items

__all__ = ["ItemTable", "get_items", "know_viewer", "pinned_items", "suggest_posts"]
