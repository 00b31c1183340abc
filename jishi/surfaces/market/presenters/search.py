"""What a search found, as cards."""

from __future__ import annotations

from dataclasses import dataclass

from jishi.content.posts.queries import list_posts
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.clips import Clip, compose_clips
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.catalog.types import ProductCard
from jishi.trade.shops.queries import list_shop_cards
from jishi.trade.shops.types import ShopCard
from jishi.traffic.search.queries import search

EACH = 24


@dataclass(frozen=True, slots=True)
class Found:
    """Goods, posts and shops in the order in which the search ranks them."""

    products: tuple[ProductCard, ...]
    clips: tuple[Clip, ...]
    shops: tuple[ShopCard, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.products or self.clips or self.shops)


def search_market(viewer: Actor | None, words: str, kind: str) -> Found:
    """Cards of what the words find, of one kind or all; only what may be offered and shown."""
    found = search(words, kind=kind, viewer=viewer, limit=EACH)
    cards = list_product_cards(found.products)
    shops = list_shop_cards(found.shops)
    posts = list_posts(found.posts, viewer)
    return Found(
        products=tuple(cards[i] for i in found.products if i in cards and cards[i].is_buyable),
        clips=tuple(compose_clips(viewer, list(posts.values()), "search")),
        shops=tuple(shops[i] for i in found.shops if i in shops and shops[i].is_open),
    )
