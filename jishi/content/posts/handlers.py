"""What other rooms' facts mean for posts, and what posts know about a person."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.events import AssetPlayable, AssetReady, AssetRefused
from jishi.content.posts.actions.erase_person import erase_person
from jishi.content.posts.actions.publish_post import advance_post
from jishi.content.posts.actions.withdraw_post import return_post
from jishi.content.posts.models import Comment, Post, PostLike
from jishi.content.posts.queries.mine import list_posts_with_asset
from jishi.content.posts.types import PostStatus
from jishi.foundation.kernel.events import subscribe


@subscribe(AssetPlayable)
def publish_when_playable(event: AssetPlayable) -> None:
    """A video can be watched: posts that waited for it go on."""
    for post_id in list_posts_with_asset(event.asset_id, PostStatus.PROCESSING):
        advance_post(post_id=post_id)


@subscribe(AssetReady)
def publish_when_ready(event: AssetReady) -> None:
    """As `publish_when_playable`, for a post that was published in between."""
    for post_id in list_posts_with_asset(event.asset_id, PostStatus.PROCESSING):
        advance_post(post_id=post_id)


@subscribe(AssetRefused)
def return_when_refused(event: AssetRefused) -> None:
    """A file cannot be used: posts that waited for it are drafts again, with the reason."""
    for post_id in list_posts_with_asset(event.asset_id, PostStatus.PROCESSING):
        return_post(post_id=post_id, note=event.code)


class PostsData:
    """Registered with accounts as a PersonDataSource."""

    name = "posts"

    def collect(self, person_id: UUID) -> object:
        """The person's posts, comments and likes, as plain JSON."""
        posts = Post.objects.filter(author_id=person_id).order_by("created_at")
        comments = Comment.objects.filter(author_id=person_id).order_by("created_at")
        likes = PostLike.objects.filter(person_id=person_id).order_by("liked_at")
        return {
            "posts": [
                {
                    "id": str(p.id),
                    "kind": p.kind,
                    "status": p.status,
                    "title": p.title,
                    "body": p.body,
                    "topics": p.topics,
                    "created_at": p.created_at.isoformat(),
                }
                for p in posts
            ],
            "comments": [
                {"post_id": str(c.post_id), "body": c.body, "at": c.created_at.isoformat()}
                for c in comments
            ],
            "liked_posts": [str(like.post_id) for like in likes],
        }

    def erase(self, person_id: UUID) -> None:
        """Remove the person's posts and comments and take their likes back."""
        erase_person(person_id=person_id)
