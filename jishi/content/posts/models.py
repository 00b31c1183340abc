"""Tables of the posts room."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from jishi.content.posts.types import PostKind, PostStatus, Visibility
from jishi.foundation.kernel.ids import new_id

_PERSON = settings.AUTH_USER_MODEL


class Post(models.Model):
    """A post in any state."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10)
    author = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, default=PostStatus.DRAFT)
    visibility = models.CharField(max_length=10, default=Visibility.PUBLIC)
    title = models.CharField(max_length=60)
    body = models.TextField(blank=True)
    topics = ArrayField(models.CharField(max_length=24), default=list)
    topic_keys = ArrayField(models.CharField(max_length=48), default=list)
    asset_ids = ArrayField(models.UUIDField(), default=list)
    product_ids = ArrayField(models.UUIDField(), default=list)
    labels = ArrayField(models.CharField(max_length=20), default=list)
    note = models.CharField(max_length=200, blank=True)
    removed_by = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["author", "-created_at", "-id"], name="post_author_made"),
            models.Index(
                fields=["author", "-published_at", "-id"],
                condition=models.Q(status=PostStatus.PUBLISHED),
                name="post_author_out",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(status=PostStatus.PUBLISHED),
                name="post_out",
            ),
            models.Index(
                fields=["publish_at"],
                condition=models.Q(status=PostStatus.DRAFT, publish_at__isnull=False),
                name="post_due",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=models.Q(status=PostStatus.IN_REVIEW),
                name="post_in_review",
            ),
            GinIndex(fields=["topic_keys"], name="post_topics"),
            GinIndex(fields=["product_ids"], name="post_products"),
            GinIndex(fields=["asset_ids"], name="post_assets"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(PostStatus)), name="post_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(PostKind)), name="post_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=list(Visibility)), name="post_visibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(product_ids__len__lte=5), name="post_few_products"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[PostStatus.PUBLISHED, PostStatus.RESTRICTED])
                | models.Q(published_at__isnull=False),
                name="post_out_since",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostStep(models.Model):
    """History of a post's status."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class PostCounter(models.Model):
    """A sixteenth of a post's counts: people who like at once meet on different rows.

    The count is the sum over the slots; a slot may be below zero.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    slot = models.SmallIntegerField()
    likes = models.IntegerField(default=0)
    comments = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "slot"], include=["likes", "comments"], name="post_counter_slot"
            )
        ]


class PostLike(models.Model):
    """That somebody likes a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="post_liked_once")]


class Comment(models.Model):
    """A comment, or an answer to one (`parent`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    body = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["post", "-created_at", "-id"],
                condition=models.Q(parent=None, removed_at=None),
                name="comment_threads",
            ),
            models.Index(
                fields=["parent", "created_at", "id"],
                condition=models.Q(removed_at=None),
                name="comment_answers",
            ),
        ]


class CommentLike(models.Model):
    """That somebody likes a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="comment_liked_once")
        ]
