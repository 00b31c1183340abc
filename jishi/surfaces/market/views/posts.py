"""One post, its comments and likes, and the posts of a topic."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.like_comment import like_comment, unlike_comment
from jishi.content.posts.actions.like_post import like_post
from jishi.content.posts.actions.remove_comment import remove_comment
from jishi.content.posts.actions.unlike_post import unlike_post
from jishi.content.posts.queries import get_post, list_topic_posts
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.figures import write_count
from jishi.surfaces.market.presenters.clips import compose_clips
from jishi.surfaces.market.presenters.comments import load_comments
from jishi.surfaces.market.requests import find_id, signed_in, visitor


@require_safe
def show_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """A post on a page of its own, with its comments beside it."""
    viewer = visitor(request)
    clips = compose_clips(viewer, [get_post(viewer, post_id)], "post")
    comments = load_comments(viewer, post_id)
    data = {"clips": clips, "clip": clips[0], "comments": comments, "section": "feed"}
    return render(request, "market/post.html", data)


@require_safe
def show_comments(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Comments under a post, as a fragment; further pages by cursor."""
    comments = load_comments(visitor(request), post_id, request.GET.get("cursor"))
    name = "market/_comment_page.html" if request.GET.get("cursor") else "market/_comments.html"
    return render(request, name, {"comments": comments})


@require_POST
@signed_in
def send_comment(request: HttpRequest, actor: Actor, post_id: UUID) -> HttpResponse:
    """Adds a comment and answers with the renewed list."""
    with durable():
        add_comment(
            actor=actor,
            post_id=post_id,
            body=request.POST.get("body", ""),
            parent_id=find_id(request.POST.get("parent_id")),
        )
    return render(request, "market/_comments.html", {"comments": load_comments(actor, post_id)})


@require_POST
@signed_in
def delete_comment(request: HttpRequest, actor: Actor, comment_id: UUID) -> HttpResponse:
    """Removes one's own comment, or one under one's own post; leaves nothing in its place."""
    with durable():
        remove_comment(actor=actor, comment_id=comment_id)
    return HttpResponse("")


@require_POST
@signed_in
def toggle_like(request: HttpRequest, actor: Actor, post_id: UUID) -> HttpResponse:
    """Likes a post (`on`) or takes it back; answers with the new figure."""
    act = like_post if request.POST.get("on") else unlike_post
    with durable():
        state = act(actor=actor, post_id=post_id)
    return JsonResponse({"figure": write_count(state.like_count)})


@require_POST
@signed_in
def toggle_comment_like(request: HttpRequest, actor: Actor, comment_id: UUID) -> HttpResponse:
    """Likes a comment (`on`) or takes it back."""
    act = like_comment if request.POST.get("on") else unlike_comment
    with durable():
        count = act(actor=actor, comment_id=comment_id)
    return JsonResponse({"figure": write_count(count)})


@require_safe
def show_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Posts with a topic, newest first."""
    viewer = visitor(request)
    page = list_topic_posts(topic, viewer, cursor=request.GET.get("cursor"))
    data = {
        "topic": topic,
        "clips": compose_clips(viewer, page.items, "topic"),
        "next_cursor": page.next_cursor,
        "section": "feed",
    }
    return render(request, "market/topic.html", data)
