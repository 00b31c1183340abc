"""Seeds likes, comments and what people watched."""

from __future__ import annotations

import json
from uuid import UUID

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.like_post import like_post
from jishi.content.posts.queries import list_liked, list_posts
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import durable
from jishi.run.demo.catalogue.shapes import Post, Remark
from jishi.run.demo.seeding.society import LOGINS
from jishi.run.demo.seeding.studio import Studio, hours
from jishi.traffic.signals.actions.accept_signals import accept_signals


def seed_talk(studio: Studio) -> None:
    """Comments with their answers under every post; answers come later than questions."""
    plan = studio.plan.posts
    views = list_posts([studio.posts[post.key] for post in plan], None)
    for done, post in enumerate(plan, start=1):
        view = views.get(studio.posts[post.key])
        if view is not None and view.comment_count == 0:
            chance = studio.dice("talk", post.key)
            for remark in post.remarks:
                at = post.hours_ago * chance.uniform(0.35, 0.92)
                parent = _say(studio, post, remark, at, None)
                for reply in remark.replies:
                    at *= chance.uniform(0.4, 0.85)
                    _say(studio, post, reply, at, parent)
        studio.progress("comments", done, len(plan))
    studio.summary.comments = sum(
        1 + len(remark.replies) for post in plan for remark in post.remarks
    )


def _say(studio: Studio, post: Post, remark: Remark, at: float, parent: UUID | None) -> UUID:
    with clock.ago(hours(at)), durable():
        comment = add_comment(
            actor=studio.actor(remark.by),
            post_id=studio.posts[post.key],
            body=studio.say(remark.text),
            parent_id=parent,
        )
    studio.note()
    return comment.id


def seed_likes(studio: Studio) -> None:
    """Each person likes posts by the share that each post is liked."""
    people = studio.plan.people
    for done, person in enumerate(people, start=1):
        me = studio.actor(person.key)
        wanted = [
            post
            for post in studio.plan.posts
            if post.by != person.key
            and studio.dice("like", post.key, person.key).random() * 100 < post.liked
        ]
        known = list_liked(me, [studio.posts[post.key] for post in wanted])
        for post in wanted:
            if studio.posts[post.key] not in known:
                at = post.hours_ago * studio.dice("liked at", post.key, person.key).random()
                with clock.ago(hours(at)), durable():
                    like_post(actor=me, post_id=studio.posts[post.key])
                studio.note()
        studio.progress("likes", done, len(people))


def seed_watching(studio: Studio) -> None:
    """What people watched, sent through the door that their phones use.

    Not those whose logins are printed: their feed is to be new to whoever tries it.
    """
    if not studio.summary.created:
        return
    logins = {key for _role, key in LOGINS}
    people = [person for person in studio.plan.people if person.key not in logins]
    for done, person in enumerate(people, start=1):
        chance = studio.dice("watch", person.key)
        events: list[dict[str, object]] = []
        seen = [post for post in studio.plan.posts if chance.random() < 0.45]
        for post in seen:
            stay = chance.choice((900, 2600, 4200, 6400, 8000))
            base = {
                "post_id": str(studio.posts[post.key]),
                "at": clock.now().isoformat(),
            }
            events.append({"id": str(new_id()), "kind": "impression", **base})
            events.append({"id": str(new_id()), "kind": "progress", "ms": stay, **base})
            if stay > 6000 and post.clip is not None:
                events.append({"id": str(new_id()), "kind": "complete", **base})
            if post.products and chance.random() < 0.3:
                product = studio.products[chance.choice(post.products)]
                click = {**base, "product_id": str(product)}
                events.append({"id": str(new_id()), "kind": "card_click", **click})
        for start in range(0, len(events), 90):
            body = json.dumps({"events": events[start : start + 90]}).encode()
            accept_signals(
                viewer_key=f"p:{studio.people[person.key].hex}",
                person_id=studio.people[person.key],
                raw=body,
            )
        studio.progress("watching", done, len(people))
