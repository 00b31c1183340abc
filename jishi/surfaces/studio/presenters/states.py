"""Where a post is, in words."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from jishi.content.media.errors import REFUSALS
from jishi.content.posts import errors as post_errors
from jishi.content.posts.types import PostStatus, PostView, Visibility
from jishi.foundation.kernel.errors import DomainError
from jishi.surfaces.market.figures import write_when

STATES = {
    PostStatus.DRAFT: (gettext_lazy("Draft"), "", "file-pen"),
    PostStatus.PROCESSING: (gettext_lazy("Processing"), "info", "loader"),
    PostStatus.IN_REVIEW: (gettext_lazy("In review"), "info", "eye"),
    PostStatus.PUBLISHED: (gettext_lazy("Published"), "", "check"),
    PostStatus.RESTRICTED: (gettext_lazy("Reach limited"), "warn", "triangle-alert"),
    PostStatus.REMOVED: (gettext_lazy("Removed"), "danger", "trash"),
}
VISIBILITIES = {
    Visibility.PUBLIC: (gettext_lazy("Everybody"), "globe"),
    Visibility.FOLLOWERS: (gettext_lazy("Followers"), "users"),
    Visibility.PRIVATE: (gettext_lazy("Only me"), "lock"),
}
LABELS = {
    "ai_made": gettext_lazy("Made with AI"),
    "sponsored": gettext_lazy("Sponsored"),
}


def state_of(post: PostView) -> tuple[str, str, str]:
    """Words, kind of tag and icon of a post's state."""
    if post.is_scheduled and post.publish_at:
        return gettext("Goes out %(when)s") % {"when": write_when(post.publish_at)}, "info", "clock"
    if post.status is PostStatus.DRAFT and post.note:
        return gettext("Sent back"), "warn", "triangle-alert"
    words, kind, icon = STATES[post.status]
    return str(words), kind, icon


def write_note(note: str) -> str:
    """Why a post was sent back: an operator's own words, or the message behind a code."""
    known = _messages().get(note)
    return known().message() if known else note


def _messages() -> dict[str, type[DomainError]]:
    own = {
        e.code: e
        for e in vars(post_errors).values()
        if isinstance(e, type) and issubclass(e, DomainError) and e is not DomainError
    }
    return {**REFUSALS, **own}
