"""Search by words over goods, posts and shops."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jishi.surfaces.market.presenters.aisles import list_aisles
from jishi.surfaces.market.presenters.search import search_market
from jishi.surfaces.market.requests import visitor, words_of
from jishi.traffic.search.queries import suggestions

KINDS = ("all", "products", "posts", "shops")


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """What the words find among goods, posts and shops."""
    words, kind = words_of(request), request.GET.get("kind", "all")
    if kind not in KINDS:
        kind = "all"
    found = search_market(visitor(request), words, kind) if words else None
    kinds = [
        ("all", gettext("All")),
        ("products", gettext("Goods")),
        ("posts", gettext("Posts")),
        ("shops", gettext("Shops")),
    ]
    data: dict[str, object] = {
        "section": "mall",
        "words": words,
        "kind": kind,
        "kinds": kinds,
        "found": found,
    }
    if found is None or found.is_empty:
        data["aisles"] = list_aisles()
    return render(request, "market/search.html", data)


@require_safe
def show_suggestions(request: HttpRequest) -> HttpResponse:
    """Titles that go on from what was typed, as options of a list."""
    words = words_of(request)
    found = suggestions(words) if len(words) > 0 else ()
    return render(request, "market/_suggestions.html", {"found": found})
