"""Reads of promotions: prices, coupons, flash sales, bundles, groups."""

from jishi.foundation.kernel.types import Lifecycle
from jishi.trade.promotions.queries.coupons import (
    find_coupons_for,
    get_coupon,
    list_claims,
    list_coupons,
    list_open_coupons,
)
from jishi.trade.promotions.queries.deals import (
    find_flash_item,
    find_group,
    find_group_deal,
    get_flash_item,
    get_group,
    is_member,
    list_bundles,
    list_bundles_with,
    list_flash_items,
    list_flash_sales,
    list_group_deals,
    list_member_prices,
    list_open_groups,
)
from jishi.trade.promotions.queries.prices import list_open_kinds, list_unit_offers, quote
from jishi.trade.promotions.rules import LIFECYCLES, STACKING

__all__ = [
    "STACKING",
    "find_coupons_for",
    "find_flash_item",
    "find_group",
    "find_group_deal",
    "get_coupon",
    "get_flash_item",
    "get_group",
    "is_member",
    "list_bundles",
    "list_bundles_with",
    "list_claims",
    "list_coupons",
    "list_flash_items",
    "list_flash_sales",
    "list_group_deals",
    "list_lifecycles",
    "list_member_prices",
    "list_open_coupons",
    "list_open_groups",
    "list_open_kinds",
    "list_unit_offers",
    "quote",
]


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return LIFECYCLES
