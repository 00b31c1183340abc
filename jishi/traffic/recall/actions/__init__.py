"""Writes of recall."""

from jishi.traffic.recall.actions.index_post import index_post

__all__ = ["index_post"]
