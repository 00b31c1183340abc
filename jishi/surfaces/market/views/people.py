"""Creators' pages and following them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from jishi.content.posts.queries import count_published, list_posts_of
from jishi.foundation.accounts.queries import find_person_by_handle, get_person_card
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.actions.follow import follow
from jishi.relations.follows.actions.unfollow import unfollow
from jishi.relations.follows.queries import count_followers, is_following
from jishi.surfaces.market.figures import write_count
from jishi.surfaces.market.presenters.clips import person_path
from jishi.surfaces.market.requests import signed_in, visitor
from jishi.trade.catalog.queries import list_showcase
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.queries import find_shop_of_owner

SHOWN = 4


@require_safe
def show_creator(request: HttpRequest, handle: str) -> HttpResponse:
    """A creator's page by handle."""
    person = find_person_by_handle(handle)
    if person is None:
        raise NotFound()
    return _show(request, person)


@require_safe
def show_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The page of somebody without a handle; who has one is found there."""
    person = get_person_card(person_id)
    return redirect(person_path(person)) if person.handle else _show(request, person)


def _show(request: HttpRequest, person: PersonCard) -> HttpResponse:
    viewer = visitor(request)
    viewer_id = viewer.person_id if viewer else None
    page = list_posts_of(person.id, viewer, cursor=request.GET.get("cursor"))
    shop = find_shop_of_owner(person.id)
    data = {
        "person": person,
        "posts": page.items,
        "next_cursor": page.next_cursor,
        "post_count": count_published(person.id),
        "follower_count": count_followers([person.id])[person.id],
        "is_following": viewer_id is not None and is_following(viewer_id, person.id),
        "is_self": viewer_id == person.id,
        "showcase": list_showcase(_showcase_of(person), limit=SHOWN),
        "shop": shop if shop and shop.is_open else None,
        "section": "me" if viewer_id == person.id else "feed",
    }
    return render(request, "market/creator.html", data)


@require_safe
def show_showcase(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All goods that somebody puts forward."""
    person = get_person_card(person_id)
    viewer = visitor(request)
    data = {
        "person": person,
        "items": list_showcase(_showcase_of(person)),
        "is_self": viewer is not None and viewer.person_id == person.id,
        "section": "feed",
    }
    return render(request, "market/showcase.html", data)


def _showcase_of(person: PersonCard) -> ShowcaseOwner:
    return ShowcaseOwner(ShowcaseKind.PERSON, person.id)


@require_POST
@signed_in
def toggle_follow(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Follows somebody (`on`) or stops; answers with the button's words and the new figure."""
    on = bool(request.POST.get("on"))
    with durable():
        (follow if on else unfollow)(actor=actor, creator_id=person_id)
    figure = write_count(count_followers([person_id])[person_id])
    label = gettext("Following ✓") if on else gettext("Follow")
    return JsonResponse({"figure": figure, "label": label})
