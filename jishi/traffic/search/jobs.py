"""The whole index anew: nightly for how well known things are, by command for other words."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jishi.content.posts.queries import list_recent_posts
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, Actor, ActorKind
from jishi.trade.shops.queries import list_shops


@app.periodic(cron="40 3 * * * 0")
@app.task(name="search.rebuild_index", queue="search", queueing_lock="search.rebuild_index")
def rebuild_index(timestamp: int) -> None:
    """Index all shops, products and posts, one short transaction for each shop and post."""
    from jishi.traffic.search.actions.index_post import index_post
    from jishi.traffic.search.actions.index_shop import index_shop

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
