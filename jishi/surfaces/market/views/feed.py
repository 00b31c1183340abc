"""The feed: For you and Following, its next pages, and why a post is in it."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.surfaces.market.presenters.clips import Placement, load_clips
from jishi.surfaces.market.presenters.reasons import reason_sentence, reason_text
from jishi.surfaces.market.requests import visitor
from jishi.traffic.allocation.actions.compose_feed import compose_feed
from jishi.traffic.allocation.queries import explain
from jishi.traffic.signals.queries import keep_viewer, viewer_of

# The first page is short, so that the first clip comes soon; more is fetched ahead.
FIRST_PAGE, NEXT_PAGE = 6, 10


@require_safe
def show_for_you(request: HttpRequest) -> HttpResponse:
    """The market's first page."""
    return _show(request, "for_you")


@require_safe
def show_following(request: HttpRequest) -> HttpResponse:
    """New posts of the creators one follows; an invitation to sign in for visitors."""
    if not request.user.is_authenticated:
        return render(request, "market/feed.html", {"section": "following", "tab": "following"})
    return _show(request, "following")


@require_safe
def show_more(request: HttpRequest) -> HttpResponse:
    """The next clips, as a fragment."""
    tab = "following" if request.GET.get("tab") == "following" else "for_you"
    return render(request, "market/_clips.html", _page(request, tab, request.GET.get("cursor")))


@require_safe
def show_reason(request: HttpRequest, decision_id: UUID, post_id: UUID) -> HttpResponse:
    """Why this post was shown, from the decision that was logged, as a fragment."""
    found = explain(decision_id=decision_id, post_id=post_id, viewer=viewer_of(request))
    text = reason_sentence(found.reason_code, found.reason_args)
    return render(request, "market/_reason.html", {"explanation": found, "reason": text})


def _show(request: HttpRequest, tab: str) -> HttpResponse:
    section = "following" if tab == "following" else "feed"
    page = _page(request, tab, None)
    response = render(request, "market/feed.html", {"section": section, **page})
    return keep_viewer(request, response)


def _page(request: HttpRequest, tab: str, cursor: str | None) -> dict[str, object]:
    limit = NEXT_PAGE if cursor else FIRST_PAGE
    page = compose_feed(viewer=viewer_of(request), tab=tab, limit=limit, cursor=cursor)
    placements = {
        item.post_id: Placement(
            page.decision_id, item.slot, reason_text(item.reason_code, item.reason_args)
        )
        for item in page.items
    }
    scene = "following" if tab == "following" else "feed"
    more = ""
    if page.next_cursor:
        more = "/feed/more?" + urlencode({"tab": tab, "cursor": page.next_cursor})
    clips = load_clips(visitor(request), placements, scene)
    return {"clips": clips, "tab": tab, "more": more, "is_first": cursor is None}
