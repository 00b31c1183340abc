"""The reference of the Open API for people, drawn from the contract itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from jishi.surfaces.api.contract import list_operations, list_schemas, load_contract
from jishi.surfaces.api.types import Scope


@require_safe
def show_reference(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """All operations with what they take and answer."""
    contract = load_contract(api)
    data = {
        "title": contract["info"]["title"],
        "groups": list_operations(contract),
        "schemas": list_schemas(contract),
        "scopes": list(Scope),
    }
    return render(request, "api/docs.html", data)
