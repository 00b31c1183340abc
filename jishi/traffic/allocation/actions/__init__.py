"""Writes of allocation."""

from jishi.traffic.allocation.actions.close_grant import close_grant
from jishi.traffic.allocation.actions.compose_feed import compose_feed
from jishi.traffic.allocation.actions.flush_deliveries import flush_deliveries
from jishi.traffic.allocation.actions.grant_impressions import grant_impressions
from jishi.traffic.allocation.actions.void_grants import void_grants

__all__ = [
    "close_grant",
    "compose_feed",
    "flush_deliveries",
    "grant_impressions",
    "void_grants",
]
