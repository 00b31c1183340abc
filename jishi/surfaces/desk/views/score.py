"""The shop's score: what it is made of, and what would change it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.presenters.score import compose_score
from jishi.trade.shops.queries import get_score
from jishi.trade.shops.types import Right


@require_safe
@desk_page(Right.SEE_FIGURES)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The score with its formula."""
    page = {
        "desk": desk,
        "section": "score",
        "score": compose_score(get_score(desk.shop.id)),
    }
    return render(request, "desk/score.html", page)
