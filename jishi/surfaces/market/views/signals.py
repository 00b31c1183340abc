"""The beacon: what a viewer's device saw, sent in the background."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jishi.foundation.kernel.errors import DomainError
from jishi.traffic.signals.actions import accept_signals
from jishi.traffic.signals.errors import SignalsFromElsewhere, SignalsTooLarge
from jishi.traffic.signals.queries import keep_viewer, viewer_of
from jishi.traffic.signals.types import MAX_BYTES


# A beacon cannot carry a token, so the browser's own word about its origin is asked instead.
@csrf_exempt
@require_POST
def take_signals(request: HttpRequest) -> HttpResponse:
    """204 when the batch is safe in the stream; else an error with its code, as JSON."""
    try:
        _check_origin(request)
        if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise SignalsTooLarge(limit=MAX_BYTES)
        viewer = viewer_of(request)
        accept_signals(
            viewer_key=viewer.viewer_key,
            person_id=viewer.person_id,
            raw=request.body,
            ip=request.META.get("REMOTE_ADDR"),
        )
    except DomainError as error:
        body = {"error": {"code": error.code, "message": error.message()}}
        return JsonResponse(body, status=error.status)
    return keep_viewer(request, HttpResponse(status=204))


def _check_origin(request: HttpRequest) -> None:
    """Raises SignalsFromElsewhere unless the browser says that a page of ours sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            raise SignalsFromElsewhere()
        return
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if urlsplit(origin).netloc != request.get_host():
        raise SignalsFromElsewhere()
