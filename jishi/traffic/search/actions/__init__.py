"""Writes of search."""

from jishi.traffic.search.actions.index_post import index_post
from jishi.traffic.search.actions.index_product import index_product
from jishi.traffic.search.actions.index_shop import index_shop

__all__ = ["index_post", "index_product", "index_shop"]
