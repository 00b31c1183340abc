"""Timers of the posts room."""

from jishi.content.posts.actions.publish_post import publish_due
from jishi.content.posts.queries.posts import list_due_posts
from jishi.foundation.kernel.deadlines import register_timer

register_timer("posts.publish_due", list_due_posts, publish_due)
