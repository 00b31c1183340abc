from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.content.posts.actions.approve_post import approve_post
from jishi.content.posts.actions.reject_post import reject_post
from jishi.content.posts.actions.remove_comment import remove_comment
from jishi.content.posts.actions.remove_post import remove_post
from jishi.content.posts.actions.restrict_post import restrict_post
from jishi.content.posts.models import Comment, Post
from jishi.content.posts.types import PostKind, PostStatus, Visibility
from jishi.foundation.kernel.admin import Button, RoomAdmin, choice_column, choice_filter
from jishi.foundation.kernel.types import Actor


def _approve(operator: Actor, post_id: UUID, _note: str) -> None:
    approve_post(actor=operator, post_id=post_id)


def _reject(operator: Actor, post_id: UUID, note: str) -> None:
    reject_post(actor=operator, post_id=post_id, reason=note)


def _restrict(operator: Actor, post_id: UUID, note: str) -> None:
    restrict_post(actor=operator, post_id=post_id, reason=note)


def _remove(operator: Actor, post_id: UUID, note: str) -> None:
    remove_post(actor=operator, post_id=post_id, reason=note)


def _remove_comment(operator: Actor, comment_id: UUID, _note: str) -> None:
    remove_comment(actor=operator, comment_id=comment_id)


def _in_review(post: Post) -> bool:
    return post.status == PostStatus.IN_REVIEW


@admin.register(Post)
class PostAdmin(RoomAdmin):
    heading = _("Posts")
    subject_kind = "post"
    list_display = ("title", "sort", "state", "author", "created_at", "published_at")
    list_filter = (choice_filter("status", PostStatus), choice_filter("kind", PostKind))
    list_select_related = ("author",)
    search_fields = ("title", "author__display_name")
    ordering = ("-created_at",)
    sort = choice_column("kind", PostKind)
    state = choice_column("status", PostStatus)
    seen_by = choice_column("visibility", Visibility)
    readonly_fields = ("sort", "state", "seen_by")
    fields = (
        ("title", "author"),
        ("sort", "state", "seen_by"),
        "body",
        "topics",
        "note",
        ("created_at", "published_at"),
    )
    buttons = (
        Button("approve", _("Publish"), _approve, kind="primary", shown=_in_review),
        Button(
            "reject",
            _("Send back"),
            _reject,
            note=_("What the author should mend"),
            needs_note=True,
            shown=_in_review,
        ),
        Button(
            "restrict",
            _("Take out of feeds and search"),
            _restrict,
            note=_("Why; the author reads it"),
            needs_note=True,
            shown=lambda post: post.status == PostStatus.PUBLISHED,
        ),
        Button(
            "remove",
            _("Remove for good"),
            _remove,
            kind="danger",
            note=_("Why; the author reads it"),
            needs_note=True,
            shown=lambda post: post.status != PostStatus.REMOVED,
        ),
    )


@admin.register(Comment)
class CommentAdmin(RoomAdmin):
    heading = _("Comments")
    subject_kind = "comment"
    list_display = ("body", "author", "post", "created_at", "removed_at")
    list_select_related = ("author", "post")
    search_fields = ("body", "author__display_name")
    ordering = ("-created_at",)
    fields = ("body", ("author", "post"), ("created_at", "removed_at"), "removed_by")
    buttons = (
        Button(
            "remove",
            _("Remove"),
            _remove_comment,
            kind="danger",
            shown=lambda comment: comment.removed_at is None,
        ),
    )
