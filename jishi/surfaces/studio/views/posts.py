"""My posts: the list, one post with its figures, and the steps it may take."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.actions.remove_post import remove_post
from jishi.content.posts.actions.withdraw_post import withdraw_post
from jishi.content.posts.queries import get_my_post, list_my_posts
from jishi.content.posts.types import PostStatus
from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in, words_of
from jishi.surfaces.studio.presenters.pages import (
    compose_post,
    compose_rail,
    count_tabs,
    lines_of,
)
from jishi.surfaces.studio.presenters.retention import compose_retention

TABS: dict[str, list[str]] = {
    "all": [s for s in PostStatus if s is not PostStatus.REMOVED],
    "out": [PostStatus.PUBLISHED, PostStatus.RESTRICTED],
    "waiting": [PostStatus.PROCESSING, PostStatus.IN_REVIEW],
    "drafts": [PostStatus.DRAFT],
}


@require_safe
@signed_in
def show_posts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The actor's posts by state, found by title."""
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    q = words_of(request)
    page = list_my_posts(actor, status=TABS[tab], q=q, cursor=request.GET.get("cursor"))
    data = {
        "section": "posts",
        "rail": compose_rail(actor),
        "tab": tab,
        "tabs": count_tabs(actor),
        "q": q,
        "lines": lines_of(page.items),
        "next_cursor": page.next_cursor,
    }
    return render(request, "studio/posts.html", data)


@require_safe
@signed_in
def show_post(request: HttpRequest, actor: Actor, post_id: UUID) -> HttpResponse:
    """One post: where it is, its figures, its products and comments."""
    page = compose_post(actor, get_my_post(actor, post_id))
    data = {"section": "posts", "rail": compose_rail(actor), "page": page, "post": page.line.post}
    return render(request, "studio/post.html", data)


@require_safe
@signed_in
def show_retention(request: HttpRequest, actor: Actor, post_id: UUID) -> HttpResponse:
    """Who stays until when, as a fragment: the lake takes longer than the page may."""
    retention = compose_retention(get_my_post(actor, post_id))
    return render(request, "studio/_retention.html", {"retention": retention})


@require_POST
@signed_in
def take_step(request: HttpRequest, actor: Actor, post_id: UUID, step: str) -> HttpResponse:
    """Publish, withdraw or remove; what keeps it from that is said on the post's page."""
    try:
        with durable():
            if step == "publish":
                publish_post(actor=actor, post_id=post_id)
            elif step == "withdraw":
                withdraw_post(actor=actor, post_id=post_id)
            elif step == "remove":
                remove_post(actor=actor, post_id=post_id)
            else:
                raise InvalidInput(field="step")
    except DomainError as error:
        if error.code in ("not_found", "invalid_input"):
            raise
        messages.error(request, error.message())
    if step == "remove":
        messages.success(request, gettext("The post is removed."))
        return redirect("studio-posts")
    return redirect("studio-post", post_id=post_id)
