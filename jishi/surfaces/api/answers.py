"""Answers as JSON: bodies, pages, errors with stable codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic_core import to_json

from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound, TooManyRequests
from jishi.foundation.kernel.types import Page
from jishi.surfaces.api.errors import UnreadableBody

log = structlog.get_logger(__name__)
T = TypeVar("T")
JSON = "application/json"


def answer(body: object, status: int = 200) -> HttpResponse:
    """A body of plain values, ids and times as JSON; schemas document it, tests hold it to them."""
    return HttpResponse(to_json(body), content_type=JSON, status=status)


def page_answer(page: Page[T], show: Callable[[T], dict[str, Any]]) -> HttpResponse:
    """One page of a list."""
    return list_answer([show(item) for item in page.items], page.next_cursor)


def list_answer(items: Iterable[object], next_cursor: str | None = None) -> HttpResponse:
    """Items as a page."""
    return answer({"items": list(items), "next_cursor": next_cursor})


def error_answer(error: DomainError) -> HttpResponse:
    """An error: `code` is contract, `message` is for people, `details` for programs."""
    body = {"code": error.code, "message": error.message(), "details": _plain(error.details)}
    response = answer({"error": body}, error.status)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.details.get("seconds", 60))
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    kept = (str, int, float, bool, list, tuple, dict, type(None))
    return {k: v if isinstance(v, kept) else str(v) for k, v in details.items()}


def register_errors(api: NinjaAPI) -> None:
    """Have every failure of an operation answered in the one form."""

    @api.exception_handler(DomainError)
    def _domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        return error_answer(error)

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return error_answer(NotFound())

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [
            {
                "field": ".".join(str(p) for p in e["loc"][1:]) or str(e["loc"][0]),
                "problem": e["msg"],
            }
            for e in error.errors
        ]
        first = InvalidInput(field=problems[0]["field"] if problems else "body")
        first.details["problems"] = problems
        return error_answer(first)

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 400:  # the only one that ninja raises here by itself
            return error_answer(UnreadableBody())
        body = {"code": "request_refused", "message": str(error), "details": {}}
        return answer({"error": body}, error.status_code)

    @api.exception_handler(Exception)
    def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("api_failed", path=request.path, exc_info=error)
        message = "Something went wrong here. It has been noted."
        return answer({"error": {"code": "server_error", "message": message, "details": {}}}, 500)
