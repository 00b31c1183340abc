"""Reads of search."""

from jishi.traffic.search.queries.finding import search, suggestions

__all__ = ["search", "suggestions"]
