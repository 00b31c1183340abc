"""Make the whole search index anew, for when the way of cutting words has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jishi.content.posts.queries import list_recent_posts
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, Actor, ActorKind
from jishi.trade.shops.queries import list_shops
from jishi.traffic.search.actions import index_post, index_shop


class Command(BaseCommand):
    """`python -m django rebuild_search`."""

    help = "Index all shops, products and posts anew. The market stays open meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """One short transaction for each shop and post."""
        cursor: str | None = None
        while True:
            shops = list_shops(cursor=cursor)
            for shop in shops.items:
                with durable():
                    index_shop(actor=SYSTEM, shop_id=shop.id)
            cursor = shops.next_cursor
            if cursor is None:
                break
        while True:
            posts = list_recent_posts(Actor(ActorKind.OPERATOR), cursor=cursor, limit=100)
            for post in posts.items:
                with durable():
                    index_post(actor=SYSTEM, post_id=post.id)
            cursor = posts.next_cursor
            if cursor is None:
                break
