"""Uploads for the publish page, as JSON: tickets, states, covers."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from jishi.content.media.actions.abandon_upload import abandon_upload
from jishi.content.media.actions.choose_poster import choose_poster
from jishi.content.media.actions.complete_upload import complete_upload
from jishi.content.media.actions.open_upload import open_upload
from jishi.content.media.queries import get_asset
from jishi.content.media.types import AssetView
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in
from jishi.surfaces.studio.presenters.publish import describe_asset


@require_POST
@signed_in
def open_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A ticket for one file: `{filename, size, kind}` gives `{asset, upload_url, expires_at}`."""
    check_rate("studio.open_upload", actor.person_id, "120/hour")
    data = _read(request)
    size = data.get("size")
    if not isinstance(size, int) or isinstance(size, bool):
        raise InvalidInput(field="size")
    with durable():
        ticket = open_upload(
            actor=actor,
            filename=str(data.get("filename", "")),
            size_bytes=size,
            kind=str(data.get("kind", "")),
        )
    return JsonResponse(
        {
            "asset": str(ticket.asset_id),
            "upload_url": ticket.upload_url,
            "expires_at": ticket.expires_at.isoformat(),
        },
        status=201,
    )


@require_safe
@signed_in
def show_state(request: HttpRequest, actor: Actor, asset_id: UUID) -> HttpResponse:
    """Where a file is now."""
    return _state(get_asset(actor, asset_id))


@require_POST
@signed_in
def complete(request: HttpRequest, actor: Actor, asset_id: UUID) -> HttpResponse:
    """All bytes are there: have them checked."""
    with durable():
        asset = complete_upload(actor=actor, asset_id=asset_id)
    return _state(asset)


@require_POST
@signed_in
def cancel(request: HttpRequest, actor: Actor, asset_id: UUID) -> HttpResponse:
    """Give an upload up and free its quota."""
    with durable():
        asset = abandon_upload(actor=actor, asset_id=asset_id)
    return _state(asset)


@require_POST
@signed_in
def set_cover(request: HttpRequest, actor: Actor, asset_id: UUID) -> HttpResponse:
    """Another frame becomes the cover: `{number}`."""
    number = _read(request).get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidInput(field="number")
    with durable():
        asset = choose_poster(actor=actor, asset_id=asset_id, number=number)
    return _state(asset)


def _state(asset: AssetView) -> JsonResponse:
    response = JsonResponse(describe_asset(asset))
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(request: HttpRequest) -> dict[str, object]:
    try:
        data = json.loads(request.body[:10_000])
    except (ValueError, RecursionError):
        raise InvalidInput(field="body") from None
    if not isinstance(data, dict):
        raise InvalidInput(field="body")
    return data
