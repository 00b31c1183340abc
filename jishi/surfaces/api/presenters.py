"""Views of the rooms as plain values: what `schemas` document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jishi.content.media.types import AssetView
from jishi.content.posts.types import CommentView, PostView
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import media_prefix_url, media_url
from jishi.foundation.kernel.types import Lifecycle
from jishi.trade.catalog.types import Block, ProductCard, ProductDetails, ProductView, SkuView
from jishi.trade.orders.types import (
    Address,
    AddressView,
    CartLineView,
    CartView,
    CheckoutStatus,
    CheckoutView,
    OrderLineView,
    OrderView,
)  # fmt: skip
from jishi.trade.promotions.types import Adjustment
from jishi.trade.shops.types import ShopCard

Plain = dict[str, Any]


def _url(key: str | None) -> str | None:
    return media_url(key) if key else None


def show_card(product: ProductCard | ProductView) -> Plain:
    """A product on a shelf."""
    return {
        "id": product.id,
        "shop_id": product.shop_id,
        "title": product.title,
        "picture_url": _url(product.picture_key),
        "price_minor": product.price_minor,
        "list_price_minor": product.list_price_minor,
        "currency": product.currency,
        "status": product.status,
        "is_buyable": product.is_buyable,
        "sold_count": product.sold_count,
        "available": product.available_total,
        "promises": product.promises,
        "category": product.category,
        "listed_at": product.listed_at,
    }


def show_product(product: ProductView) -> Plain:
    """A product with everything its page shows."""
    return show_card(product) | {
        "description": product.description,
        "picture_urls": [media_url(key) for key in product.pictures],
        "option_names": product.option_names,
        "skus": [_sku(sku) for sku in product.skus],
        "shop_name": product.shop_name,
        "updated_at": product.updated_at,
        "edit_status": product.edit_status,
        "details": show_details(product.details),
    }


def show_details(details: ProductDetails) -> Plain:
    """Details as a product's page needs them: addresses instead of keys."""
    return {
        "subcategory": details.subcategory,
        "attributes": dict(details.attributes),
        "blocks": [_block(block) for block in details.blocks],
        "size_chart": asdict(details.size_chart) if details.size_chart else None,
        "video_url": media_url(details.video.key) if details.video else None,
        "ships_on": details.ships_on,
        "limit": asdict(details.limit) if details.limit else None,
        "is_virtual": details.is_virtual,
        "has_pickup": details.has_pickup,
    }


def _block(block: Block) -> Plain:
    return {
        "kind": block.kind,
        "heading": block.heading,
        "text": block.text,
        "url": media_url(block.key) if block.key else None,
        "rows": block.rows,
    }


def _sku(sku: SkuView) -> Plain:
    return {
        "id": sku.id,
        "code": sku.code,
        "options": dict(sku.options),
        "price_minor": sku.price_minor,
        "list_price_minor": sku.list_price_minor,
        "currency": sku.currency,
        "available": sku.available,
        "picture_url": _url(sku.picture_key),
        "weight_grams": sku.weight_grams,
    }


def show_shop(shop: ShopCard) -> Plain:
    """A shop as anybody may see it."""
    return {
        "id": shop.id,
        "name": shop.name,
        "status": shop.status,
        "region": shop.region,
        "about": shop.about,
        "logo_url": _url(shop.logo_key),
        "opened_at": shop.opened_at,
    }


def show_post(post: PostView) -> Plain:
    """A post with addresses of its files."""
    pictures = [a for a in post.assets if a.picture_keys]
    return {
        "id": post.id,
        "kind": post.kind,
        "author_id": post.author_id,
        "title": post.title,
        "body": post.body,
        "topics": post.topics,
        "product_ids": post.product_ids,
        "labels": post.labels,
        "visibility": post.visibility,
        "published_at": post.published_at,
        "like_count": post.like_count,
        "comment_count": post.comment_count,
        "poster_url": _url(post.poster_key),
        "picture_urls": [media_url(a.picture_for(1280)) for a in pictures],
        "video": _video(post.video) if post.video else None,
    }


def _video(asset: AssetView) -> Plain:
    stream = media_prefix_url(asset.hls_prefix, asset.hls_name) if asset.hls_prefix else None
    return {
        "hls_url": stream,
        "mp4_url": _url(asset.mp4_key),
        "width": asset.width,
        "height": asset.height,
        "duration_ms": asset.duration_ms,
        "has_audio": asset.has_audio,
    }


def show_comment(comment: CommentView) -> Plain:
    """A comment without its replies."""
    names = ("id", "post_id", "author_id", "body", "parent_id", "created_at")
    plain = {name: getattr(comment, name) for name in names}
    return plain | {"like_count": comment.like_count, "reply_count": comment.reply_count}


def show_lifecycle(machine: Lifecycle) -> Plain:
    """A state machine as data."""
    return {
        "name": machine.name,
        "initial": machine.initial,
        "states": machine.states,
        "terminal": sorted(machine.terminal),
        "transitions": [
            {
                "source": step.source,
                "target": step.target,
                "by": step.by,
                "after_seconds": int(step.after.total_seconds()) if step.after else None,
            }
            for step in machine.transitions
        ],
    }


def _address(address: Address, entry: AddressView | None = None) -> Plain:
    return {
        "id": entry.id if entry else None,
        "name": address.name,
        "phone": address.phone,
        "region": address.region,
        "street": address.street,
        "postcode": address.postcode,
        "is_default": entry.is_default if entry else False,
    }


def show_address(entry: AddressView) -> Plain:
    """An entry of the address book."""
    return _address(entry.address, entry)


def show_cart(cart: CartView) -> Plain:
    """The cart, line by line."""
    return {
        "lines": [_cart_line(line) for line in cart.lines],
        "total_minor": cart.total_minor,
        "currency": cart.currency,
    }


def _cart_line(line: CartLineView) -> Plain:
    return {
        "sku_id": line.sku.id,
        "product_id": line.sku.product_id,
        "shop_id": line.shop_id,
        "title": line.title,
        "options": dict(line.sku.options),
        "quantity": line.quantity,
        "price_minor": line.sku.price_minor,
        "total_minor": line.total_minor,
        "available": line.sku.available,
        "problem": line.problem,
    }


_ORDER = (
    "id",
    "number",
    "checkout_id",
    "shop_id",
    "shop_name",
    "buyer_id",
    "word",
    "payment_status",
    "fulfilment_status",
    "total_minor",
    "shop_discount_minor",
    "platform_discount_minor",
    "freight_minor",
    "payable_minor",
    "refund_minor",
    "currency",
    "note",
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "received_at",
    "cancelled_at",
    "cancel_reason",
)
_LINE = (
    "id",
    "sku_id",
    "product_id",
    "title",
    "quantity",
    "price_minor",
    "total_minor",
    "shop_discount_minor",
    "platform_discount_minor",
    "payable_minor",
)
_ADJUSTMENT = ("kind", "promotion_id", "title", "amount_minor", "funder")
_PACKAGE = ("id", "carrier", "tracking_number", "shipped_at", "delivered_at")
_STEP = ("action", "by", "until", "otherwise", "is_expected")


def show_order(order: OrderView) -> Plain:
    """An order with what may happen next."""
    plain = {name: getattr(order, name) for name in _ORDER}
    plain["lines"] = [_order_line(line) for line in order.lines]
    plain["address"] = _address(order.address)
    plain["packages"] = [{n: getattr(p, n) for n in _PACKAGE} for p in order.packages]
    plain["next_steps"] = [{n: getattr(s, n) for n in _STEP} for s in order.next_steps]
    return plain


def _order_line(line: OrderLineView) -> Plain:
    plain: Plain = {name: getattr(line, name) for name in _LINE}
    plain["adjustments"] = [show_adjustment(value) for value in line.adjustments]
    return plain | {"options": dict(line.options), "promises": line.promises}


def show_adjustment(value: Adjustment) -> Plain:
    """What was taken off a price, and at whose cost."""
    return {name: getattr(value, name) for name in _ADJUSTMENT}


def show_checkout(checkout: CheckoutView) -> Plain:
    """A checkout; its payment is made in a browser."""
    waits = checkout.status is CheckoutStatus.PENDING and checkout.payment_id is not None
    return {
        "id": checkout.id,
        "status": checkout.status,
        "total_minor": checkout.total_minor,
        "payable_minor": checkout.payable_minor,
        "currency": checkout.currency,
        "expires_at": checkout.expires_at,
        "payment_id": checkout.payment_id,
        "payment_url": f"{settings.market_url}/payments/go/{checkout.payment_id}/"
        if waits
        else None,
        "orders": [show_order(order) for order in checkout.orders],
    }
