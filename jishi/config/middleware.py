"""Domain errors become answers: JSON for programs, a fragment for htmx, a page for people."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from jishi.foundation.kernel.errors import DomainError, ErrorKind, TooManyRequests

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class DomainErrorMiddleware:
    """Turns a DomainError that a view let pass into its status, code and message."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an exception of a view; None leaves it to Django."""
        if not isinstance(error, DomainError):
            return None
        response = self._answer(request, error)
        response.headers["X-Error-Code"] = error.code
        if isinstance(error, TooManyRequests):
            response.headers["Retry-After"] = str(error.details.get("seconds", 60))
        return response

    def _answer(self, request: HttpRequest, error: DomainError) -> HttpResponse:
        status = error.status
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {"error": {"code": error.code, "message": error.message()}}, status=status
            )
        if request.headers.get("HX-Request"):
            return render(request, "market/error_toast.html", {"error": error}, status=status)
        if error.kind is ErrorKind.UNAUTHENTICATED:
            return redirect("/accounts/login/?" + urlencode({"next": request.get_full_path()}))
        return render(request, "market/error.html", {"error": error}, status=status)
