"""Reviews: of a product, one's own, and the page where one is written."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.content.media.actions.store_picture import store_picture
from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.reviews import (
    list_lines_to_review,
    load_reviews,
    present_reviews,
)
from jishi.surfaces.market.requests import signed_in, visitor
from jishi.trade.catalog.queries import get_product
from jishi.trade.orders.queries import get_order
from jishi.trade.orders.types import OrderLineView, OrderView
from jishi.trade.reviews.actions.follow_up_review import follow_up_review
from jishi.trade.reviews.actions.write_review import write_review
from jishi.trade.reviews.errors import StarsInvalid, TooManyPictures
from jishi.trade.reviews.queries import find_reviews_of_lines, get_review, list_own_reviews
from jishi.trade.reviews.types import BODY_LIMIT, MAX_PICTURES, ReviewFilter, Stars

SIDES = ("product", "dispatch", "service")


@require_safe
def show_reviews(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """All reviews of a product, or those of one kind (`which`)."""
    product = get_product(product_id, visitor(request))
    asked = request.GET.get("which", "")
    which = ReviewFilter(asked) if asked in list(ReviewFilter) else ReviewFilter.ALL
    page = load_reviews(product_id, which=which, cursor=request.GET.get("cursor") or None)
    data = {
        "section": "mall",
        "product": product,
        "page": page,
        "which": str(which),
        "back": f"/g/{product_id}",
    }
    return render(request, "market/reviews.html", data)


@require_safe
@signed_in
def show_own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a review, and what one has written."""
    buyer_id = actor.require_person()
    page = list_own_reviews(buyer_id, cursor=request.GET.get("cursor") or None)
    data = {
        "section": "me",
        "waiting": list_lines_to_review(buyer_id),
        "cards": present_reviews(page.items),
        "next_cursor": page.next_cursor,
    }
    return render(request, "market/own_reviews.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, actor: Actor, order_id: UUID, line_id: UUID) -> HttpResponse:
    """The page where one reviews a line of one's order; raises NotFound for others' orders."""
    order, line = _own_line(actor, order_id, line_id)
    known = find_reviews_of_lines([line_id]).get(line_id)
    if known is not None:
        return redirect(f"/reviews/{known.id}/")
    problem: DomainError | None = None
    if request.method == "POST":
        try:
            _write(request, actor, order, line)
        except DomainError as error:
            problem = error
        else:
            messages.success(request, gettext("Thank you: others can read your review now"))
            return redirect("/me/reviews/")
    data = {
        "section": "me",
        "order": order,
        "line": line,
        "sides": _sides(request),
        "problem": problem,
        "body": request.POST.get("body", ""),
        "limit": BODY_LIMIT,
        "max_pictures": MAX_PICTURES,
    }
    return render(request, "market/review_write.html", data, status=422 if problem else 200)


@require_safe
@signed_in
def show_one(request: HttpRequest, actor: Actor, review_id: UUID) -> HttpResponse:
    """One's own review, with what was answered and the field to add to it; NotFound for others."""
    review = get_review(actor, review_id)
    if review.buyer_id != actor.person_id:
        raise NotFound()
    data = {"section": "me", "card": present_reviews([review])[0], "limit": BODY_LIMIT}
    return render(request, "market/review.html", data)


@require_POST
@signed_in
def follow_up(request: HttpRequest, actor: Actor, review_id: UUID) -> HttpResponse:
    """Adds to one's own review."""
    with durable():
        follow_up_review(
            actor=actor,
            review_id=review_id,
            body=request.POST.get("body", ""),
            pictures=_store(request, actor),
        )
    messages.success(request, gettext("Added to your review"))
    return redirect(f"/reviews/{review_id}/")


def _own_line(actor: Actor, order_id: UUID, line_id: UUID) -> tuple[OrderView, OrderLineView]:
    order = get_order(actor, order_id)
    line = next((line for line in order.lines if line.id == line_id), None)
    if line is None or order.buyer_id != actor.person_id:
        raise NotFound()
    return order, line


def _write(request: HttpRequest, actor: Actor, order: OrderView, line: OrderLineView) -> None:
    stars = [_number(request.POST.get(side)) for side in SIDES]
    with durable():
        write_review(
            actor=actor,
            order_id=order.id,
            line_id=line.id,
            stars=Stars(*stars),
            body=request.POST.get("body", ""),
            pictures=_store(request, actor),
            is_anonymous=bool(request.POST.get("anonymous")),
        )


def _number(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 1:
        raise StarsInvalid()
    return int(text)


def _store(request: HttpRequest, actor: Actor) -> list[str]:
    files = [file for file in request.FILES.getlist("pictures") if file.size]
    if len(files) > MAX_PICTURES:
        raise TooManyPictures(limit=MAX_PICTURES)
    return [
        store_picture(actor=actor, data=file.read(), filename=file.name or "").picture_for(1280)
        for file in files
    ]


def _sides(request: HttpRequest) -> list[dict[str, object]]:
    words = (gettext("The goods"), gettext("Dispatch"), gettext("Service"))
    return [
        {"name": name, "label": label, "given": request.POST.get(name, "")}
        for name, label in zip(SIDES, words, strict=True)
    ]
