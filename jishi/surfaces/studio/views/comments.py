"""Comments under my posts: read, answer, remove."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from jishi.content.posts.actions.add_comment import add_comment
from jishi.content.posts.actions.remove_comment import remove_comment
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import parse_id, signed_in
from jishi.surfaces.studio.presenters.pages import compose_inbox, compose_rail


@require_safe
@signed_in
def show_inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What others wrote, unanswered first chosen."""
    show_all = request.GET.get("show") == "all"
    lines, cursor = compose_inbox(actor, unanswered=not show_all, cursor=request.GET.get("cursor"))
    data = {
        "section": "comments",
        "rail": compose_rail(actor),
        "lines": lines,
        "show_all": show_all,
        "next_cursor": cursor,
    }
    return render(request, "studio/comments.html", data)


@require_POST
@signed_in
def answer(request: HttpRequest, actor: Actor, comment_id: UUID) -> HttpResponse:
    """Answer a thread."""
    with durable():
        add_comment(
            actor=actor,
            post_id=parse_id(request.POST.get("post_id"), "post_id"),
            body=request.POST.get("body", ""),
            parent_id=comment_id,
        )
    return _back(request)


@require_POST
@signed_in
def remove(request: HttpRequest, actor: Actor, comment_id: UUID) -> HttpResponse:
    """Take a comment under one's own post away."""
    with durable():
        remove_comment(actor=actor, comment_id=comment_id)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    response = redirect("studio-comments")
    if request.POST.get("show") == "all":
        response["Location"] += "?" + urlencode({"show": "all"})
    return response
