"""Writes of follows."""

from jishi.relations.follows.actions.follow import follow
from jishi.relations.follows.actions.unfollow import unfollow

__all__ = ["follow", "unfollow"]
