"""What a creator enters, parsed; the posts room checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from jishi.content.posts.errors import BadTime
from jishi.content.posts.types import SCHEDULE_WINDOW, PostKind, PostView, Visibility

_TOPIC_BREAKS = re.compile(r"[\s,，、;；#＃]+")


@dataclass
class PostForm:
    """The publish page's fields, as they were or as they were entered."""

    kind: str = PostKind.VIDEO
    title: str = ""
    body: str = ""
    topics: str = ""
    asset_ids: list[UUID] = field(default_factory=list)
    product_ids: list[UUID] = field(default_factory=list)
    visibility: str = Visibility.PUBLIC
    labels: list[str] = field(default_factory=list)
    publish_at: str = ""
    intent: str = "draft"
    key: str = ""

    @property
    def topic_list(self) -> list[str]:
        """Topics, however they were divided."""
        return [t for t in _TOPIC_BREAKS.split(self.topics) if t]

    @property
    def moment(self) -> datetime | None:
        """The chosen time in the market's zone; raises BadTime for one that is none."""
        if self.intent != "schedule":
            return None
        try:
            naive = datetime.fromisoformat(self.publish_at)
        except ValueError:
            raise BadTime(days=SCHEDULE_WINDOW.days) from None
        return naive if naive.tzinfo else timezone.make_aware(naive)


def read_form(data: QueryDict) -> PostForm:
    """The fields of a sent form; ids that are none are dropped, so that the room refuses them."""
    return PostForm(
        kind=data.get("kind", ""),
        title=data.get("title", ""),
        body=data.get("body", ""),
        topics=data.get("topics", ""),
        asset_ids=_ids(data.getlist("asset_ids")),
        product_ids=_ids(data.getlist("product_ids")),
        visibility=data.get("visibility", ""),
        labels=data.getlist("labels"),
        publish_at=data.get("publish_at", ""),
        intent=data.get("intent", "draft"),
        key=data.get("key", "")[:100],
    )


def form_of(post: PostView) -> PostForm:
    """The fields as they are now."""
    local = timezone.localtime(post.publish_at) if post.publish_at else None
    return PostForm(
        kind=post.kind,
        title=post.title,
        body=post.body,
        topics=" ".join(f"#{t}" for t in post.topics),
        asset_ids=list(post.asset_ids),
        product_ids=list(post.product_ids),
        visibility=post.visibility,
        labels=list(post.labels),
        publish_at=f"{local:%Y-%m-%dT%H:%M}" if local else "",
    )


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:40]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
