"""What several writes check about the content of a post."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from jishi.content.media.queries import list_assets
from jishi.content.media.types import AssetStatus, AssetView, MediaKind
from jishi.content.posts.errors import (
    MediaUnusable,
    PicturesMissing,
    PicturesNotReady,
    ProductNotOnSale,
    TooManyProducts,
    VideoMissing,
)
from jishi.content.posts.models import Post
from jishi.content.posts.rules import MAX_PICTURES, MAX_PRODUCTS
from jishi.content.posts.types import Label, PostKind
from jishi.foundation.kernel.errors import InvalidInput
from jishi.trade.catalog.queries import list_product_cards


def check_assets(kind: str, asset_ids: Sequence[UUID], owner_id: UUID) -> list[UUID]:
    """Files that are the author's and fit the kind; raises MediaUnusable, PicturesMissing."""
    wanted = list(dict.fromkeys(asset_ids))
    if len(wanted) > (1 if kind == PostKind.VIDEO else MAX_PICTURES):
        raise VideoMissing() if kind == PostKind.VIDEO else PicturesMissing(limit=MAX_PICTURES)
    fit = MediaKind.VIDEO if kind == PostKind.VIDEO else MediaKind.PICTURE
    found = list_assets(wanted)
    for asset_id in wanted:
        asset = found.get(asset_id)
        if asset is None or asset.owner_id != owner_id or asset.kind is not fit:
            raise MediaUnusable(why="")
        if asset.status is AssetStatus.REFUSED:
            raise MediaUnusable(why=asset.refusal_message)
    return wanted


def check_products(product_ids: Sequence[UUID], *, kept: Collection[UUID] = ()) -> list[UUID]:
    """Products that may be offered now; those of `kept` may have gone off sale since.

    Raises TooManyProducts, ProductNotOnSale.
    """
    wanted = list(dict.fromkeys(product_ids))
    if len(wanted) > MAX_PRODUCTS:
        raise TooManyProducts(limit=MAX_PRODUCTS)
    fresh = [p for p in wanted if p not in kept]
    cards = list_product_cards(fresh)
    for product_id in fresh:
        if product_id not in cards or not cards[product_id].is_buyable:
            raise ProductNotOnSale(product_id=str(product_id))
    return wanted


def check_labels(labels: Sequence[str]) -> list[str]:
    """Known labels, each once; raises InvalidInput."""
    if not set(labels) <= set(Label):
        raise InvalidInput(field="labels")
    return list(dict.fromkeys(labels))


def check_complete(post: Post) -> bool:
    """Whether all files of the post can be shown now; raises what keeps it from going out."""
    found = list_assets(post.asset_ids)
    files = [found[a] for a in post.asset_ids if a in found]
    for asset in files:
        if asset.status is AssetStatus.REFUSED:
            raise MediaUnusable(why=asset.refusal_message)
    if post.kind == PostKind.VIDEO:
        if not files:
            raise VideoMissing()
        return files[0].playable
    if not files:
        raise PicturesMissing(limit=MAX_PICTURES)
    return _pictures_ready(files)


def _pictures_ready(files: Sequence[AssetView]) -> bool:
    if any(a.status is not AssetStatus.READY for a in files):
        raise PicturesNotReady()
    return True
