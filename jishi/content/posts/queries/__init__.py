"""Reads of posts, comments and likes."""

from jishi.content.posts.queries.comments import (
    count_unanswered,
    list_comments,
    list_inbox,
    list_replies,
)
from jishi.content.posts.queries.mine import (
    count_my_posts,
    get_my_post,
    list_my_post_ids,
    list_my_posts,
    list_reviewable,
    list_steps,
)
from jishi.content.posts.queries.posts import (
    count_published,
    get_post,
    list_due_posts,
    list_lifecycles,
    list_liked,
    list_liked_posts,
    list_popular_topics,
    list_posts,
    list_posts_of,
    list_posts_with_product,
    list_recent_posts,
    list_topic_posts,
)

__all__ = [
    "count_my_posts",
    "count_published",
    "count_unanswered",
    "get_my_post",
    "get_post",
    "list_comments",
    "list_due_posts",
    "list_inbox",
    "list_lifecycles",
    "list_liked",
    "list_liked_posts",
    "list_my_post_ids",
    "list_my_posts",
    "list_popular_topics",
    "list_posts",
    "list_posts_of",
    "list_posts_with_product",
    "list_recent_posts",
    "list_replies",
    "list_reviewable",
    "list_steps",
    "list_topic_posts",
]
