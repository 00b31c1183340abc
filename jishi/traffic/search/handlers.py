"""The index follows products, shops and posts."""

from __future__ import annotations

from jishi.content.posts.events import PostChanged, PostPublished, PostRemoved, PostRestricted
from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.events import ProductChanged, ProductDelisted, ProductListed
from jishi.trade.shops.events import (
    ShopAdmitted,
    ShopChanged,
    ShopClosed,
    ShopReopened,
    ShopSuspended,
)
from jishi.traffic.search.actions import index_post, index_product, index_shop


@subscribe(ProductListed)
def find_product(event: ProductListed) -> None:
    """It came onto the shelf."""
    index_product(actor=SYSTEM, product_id=event.product_id)


@subscribe(ProductChanged)
def find_changed_product(event: ProductChanged) -> None:
    """It has other words."""
    index_product(actor=SYSTEM, product_id=event.product_id)


@subscribe(ProductDelisted)
def forget_product(event: ProductDelisted) -> None:
    """It left the shelf."""
    index_product(actor=SYSTEM, product_id=event.product_id)


@subscribe(ShopAdmitted)
def find_shop(event: ShopAdmitted) -> None:
    """It opened."""
    index_shop(actor=SYSTEM, shop_id=event.shop_id)


@subscribe(ShopReopened)
def find_shop_again(event: ShopReopened) -> None:
    """It may sell again."""
    index_shop(actor=SYSTEM, shop_id=event.shop_id)


@subscribe(ShopChanged)
def find_changed_shop(event: ShopChanged) -> None:
    """Its name is part of its products' words."""
    index_shop(actor=SYSTEM, shop_id=event.shop_id)


@subscribe(ShopSuspended)
def forget_suspended_shop(event: ShopSuspended) -> None:
    """It may not sell now."""
    index_shop(actor=SYSTEM, shop_id=event.shop_id)


@subscribe(ShopClosed)
def forget_shop(event: ShopClosed) -> None:
    """It stopped for good."""
    index_shop(actor=SYSTEM, shop_id=event.shop_id)


@subscribe(PostPublished)
def find_post(event: PostPublished) -> None:
    """It is out."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostChanged)
def find_changed_post(event: PostChanged) -> None:
    """It has other words, or another audience."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostRestricted)
def forget_restricted_post(event: PostRestricted) -> None:
    """The operator keeps it out of search."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostRemoved)
def forget_post(event: PostRemoved) -> None:
    """It is gone."""
    index_post(actor=SYSTEM, post_id=event.post_id)
