"""Seeds posts: articles at once, videos when their clips are rendered and playable."""

from __future__ import annotations

import time
from concurrent.futures import Future
from pathlib import Path
from uuid import UUID

from django.db import close_old_connections

from jishi.content.media.actions.import_file import import_file
from jishi.content.media.queries import find_asset
from jishi.content.posts.actions.create_post import create_post
from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.queries import list_my_posts
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import durable
from jishi.run.demo.catalogue.shapes import Post
from jishi.run.demo.motion import Clip
from jishi.run.demo.seeding.studio import Studio, hours, keep_picture
from jishi.run.demo.seeding.workshop import draw_still, draw_tall

PLAYABLE_SECONDS = 120.0


def known_posts(studio: Studio) -> dict[str, UUID]:
    """Posts of the plan that are there already, by key."""
    found: dict[str, UUID] = {}
    for author in {post.by for post in studio.plan.posts}:
        page = list_my_posts(studio.actor(author), limit=50)
        titles = {view.title: view.id for view in page.items}
        for post in studio.plan.posts:
            if post.by == author and studio.say(post.title) in titles:
                found[post.key] = titles[studio.say(post.title)]
    return found


Pictures = dict[str, list["Future[bytes]"]]


def order_pictures(studio: Studio, known: dict[str, UUID]) -> Pictures:
    """Asks the workshop for the pictures of all new articles."""
    looks = {product.key: product.look for product in studio.plan.products}
    drawn: Pictures = {}
    for post in studio.plan.posts:
        if post.clip is not None or post.key in known:
            continue
        drawn[post.key] = []
        for number, picture in enumerate(post.pictures):
            seed = f"{studio.seed}/{post.key}/{number}"
            if isinstance(picture, Clip):
                drawn[post.key].append(studio.workshop.picture(draw_still, picture, seed))
                continue
            key, _, variant = picture.partition(":")
            if key in looks:
                task = studio.workshop.picture(draw_tall, looks[key], int(variant or 0), seed)
                drawn[post.key].append(task)
    return drawn


def order_films(studio: Studio, known: dict[str, UUID]) -> dict[str, Future[str]]:
    """Asks the workshop for the clips of all new videos."""
    return {
        post.key: studio.workshop.film(
            post.clip, f"{studio.seed}/{post.key}", studio.folder / f"{post.key}.mp4"
        )
        for post in studio.plan.posts
        if post.clip is not None and post.key not in known
    }


def seed_articles(studio: Studio, known: dict[str, UUID], drawn: Pictures) -> None:
    """Publish the articles, each at its age."""
    articles = [post for post in studio.plan.posts if post.clip is None]
    for done, post in enumerate(articles, start=1):
        if post.key in known:
            studio.posts[post.key] = known[post.key]
        else:
            author = studio.actor(post.by)
            assets = [keep_picture(author, data, post.key).id for data in drawn[post.key]]
            studio.posts[post.key] = _publish(studio, post, "article", assets)
        studio.progress("articles", done, len(articles))


def seed_videos(studio: Studio, known: dict[str, UUID], films: dict[str, Future[str]]) -> None:
    """Upload the clips, have them transcoded, publish each at its age."""
    videos = [post for post in studio.plan.posts if post.clip is not None]
    studio.posts |= {post.key: known[post.key] for post in videos if post.key in known}
    fresh = [post for post in videos if post.key not in known]
    uploaded = {}
    for done, post in enumerate(fresh, start=1):
        clip = Path(films[post.key].result())
        with durable():
            asset = import_file(actor=studio.actor(post.by), source=clip, filename=clip.name)
        uploaded[post.key] = asset.id
        clip.unlink(missing_ok=True)
        studio.progress("clips", done, len(fresh))
    for done, post in enumerate(fresh, start=1):
        _make_playable(uploaded[post.key])
        studio.posts[post.key] = _publish(studio, post, "video", [uploaded[post.key]])
        studio.progress("videos", done, len(fresh))
    studio.summary.posts = len(studio.plan.posts)
    studio.summary.videos = len(videos)


def _publish(studio: Studio, post: Post, kind: str, assets: list[UUID]) -> UUID:
    author = studio.actor(post.by)
    with clock.ago(hours(post.hours_ago)), durable():
        draft = create_post(
            actor=author,
            kind=kind,
            title=studio.say(post.title),
            body=studio.say(post.body),
            asset_ids=assets,
            topics=[studio.say(topic) for topic in post.topics],
            product_ids=[studio.products[key] for key in post.products],
        )
        publish_post(actor=author, post_id=draft.id)
    studio.note()
    return draft.id


def _make_playable(asset_id: UUID) -> None:
    """Run what the worker has not begun for this file, and wait for what it has."""
    from procrastinate.contrib.django import app

    for name in ("media.check_asset", "media.transcode_asset"):
        app.tasks[name].func(asset_id=str(asset_id))
    until = time.monotonic() + PLAYABLE_SECONDS
    while time.monotonic() < until:
        asset = find_asset(asset_id)
        if asset is not None and asset.playable:
            return
        close_old_connections()
        time.sleep(0.2)
        app.tasks["media.transcode_asset"].func(asset_id=str(asset_id))
    raise TimeoutError(f"clip {asset_id} was not playable within {PLAYABLE_SECONDS:.0f} s")
