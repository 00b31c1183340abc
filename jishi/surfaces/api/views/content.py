"""Posts, comments, the feed and the signals that come back from it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.content.posts.queries import (
    get_post,
    list_comments,
    list_posts,
    list_posts_of,
    list_recent_posts,
    list_topic_posts,
)
from jishi.surfaces.api.answers import answer, page_answer
from jishi.surfaces.api.auth import Allowed, actor_of, find_actor_of
from jishi.surfaces.api.presenters import show_comment, show_post
from jishi.surfaces.api.schemas.content import CommentOut, FeedOut, PostOut, WhyOut
from jishi.surfaces.api.schemas.parts import AcceptedOut, ErrorOut, PageOut
from jishi.surfaces.api.types import Scope
from jishi.traffic.allocation.actions import compose_feed
from jishi.traffic.allocation.queries import describe, explain
from jishi.traffic.allocation.types import FeedTab
from jishi.traffic.signals.actions import accept_signals
from jishi.traffic.signals.queries import viewer_of_person
from jishi.traffic.signals.types import BatchInput

router = Router(tags=["content"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/posts", response={200: PageOut[PostOut], 422: ErrorOut})
def list_content(
    request: HttpRequest,
    author_id: UUID | None = None,
    topic: Annotated[str, Query(max_length=60)] | None = None,
    cursor: str | None = None,
    limit: Limit = 24,
) -> HttpResponse:
    """Posts of an author, of a topic, or all public ones; newest first."""
    viewer = find_actor_of(request)
    if author_id:
        page = list_posts_of(author_id, viewer, cursor=cursor, limit=limit)
    elif topic:
        page = list_topic_posts(topic, viewer, cursor=cursor, limit=limit)
    else:
        page = list_recent_posts(viewer, cursor=cursor, limit=limit)
    return page_answer(page, show_post)


@router.get("/posts/{post_id}", response={200: PostOut, 404: ErrorOut})
def read_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post that the caller may see."""
    return answer(show_post(get_post(find_actor_of(request), post_id)))


@router.get("/posts/{post_id}/comments", response={200: PageOut[CommentOut], 404: ErrorOut})
def read_comments(
    request: HttpRequest, post_id: UUID, cursor: str | None = None, limit: Limit = 20
) -> HttpResponse:
    """First-level comments of a post that the caller may see."""
    viewer = find_actor_of(request)
    return page_answer(list_comments(post_id, viewer, cursor=cursor, limit=limit), show_comment)


@router.get("/feed", response={200: FeedOut, 401: ErrorOut}, auth=Allowed(Scope.ME_READ))
def read_feed(
    request: HttpRequest,
    tab: FeedTab = FeedTab.FOR_YOU,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=30)] = 10,
) -> HttpResponse:
    """A page of the caller's feed. Report what was shown with its decision and slot."""
    actor = actor_of(request)
    viewer = viewer_of_person(actor.require_person())
    page = compose_feed(viewer=viewer, tab=tab, limit=limit, cursor=cursor)
    posts = list_posts([item.post_id for item in page.items], actor)
    items = [
        {
            "slot": item.slot,
            "post": show_post(posts[item.post_id]),
            "reason": {
                "code": item.reason_code,
                "text": describe(item.reason_code, item.reason_args),
            },
        }
        for item in page.items
        if item.post_id in posts
    ]
    return answer(
        {"decision_id": page.decision_id, "items": items, "next_cursor": page.next_cursor}
    )


@router.get(
    "/feed/{decision_id}/why/{post_id}",
    response={200: WhyOut, 404: ErrorOut},
    auth=Allowed(Scope.ME_READ),
)
def read_why(request: HttpRequest, decision_id: UUID, post_id: UUID) -> HttpResponse:
    """Why a post stood where it stood in the caller's feed; kept for two days."""
    viewer = viewer_of_person(actor_of(request).require_person())
    found = explain(decision_id=decision_id, post_id=post_id, viewer=viewer)
    names = ("post_id", "slot", "source", "value", "parts", "price", "classes", "probability", "at")
    plain = {name: getattr(found, name) for name in names}
    text = describe(found.reason_code, found.reason_args)
    return answer(plain | {"reason": {"code": found.reason_code, "text": text}})


@router.post(
    "/signals",
    response={202: AcceptedOut, 422: ErrorOut, 429: ErrorOut},
    auth=Allowed(Scope.SIGNALS_WRITE),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": BatchInput.model_json_schema()}},
        }
    },
)
def send_signals(request: HttpRequest) -> HttpResponse:
    """What the caller watched: at most 100 events and 64 kB; an id counts once."""
    person_id = actor_of(request).require_person()
    viewer = viewer_of_person(person_id)
    taken = accept_signals(
        viewer_key=viewer.viewer_key,
        person_id=person_id,
        raw=request.body,
        ip=request.META.get("REMOTE_ADDR"),
    )
    return answer({"accepted": taken}, 202)
