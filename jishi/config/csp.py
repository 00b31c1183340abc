"""The content security policy, written once: between answers only the nonce differs."""

from __future__ import annotations

from functools import cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_OF_A_VIEW = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")
_MARK = "NONCE-OF-THE-ANSWER"


@cache
def _excluded() -> tuple[str, ...]:
    return tuple(settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES", ()))


@cache
def _policy(with_nonce: bool) -> str:
    policy: str = build_policy(nonce=_MARK if with_nonce else None)
    return policy


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, which writes the policy anew for every answer; here only where a view asks."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Name the policy in the answer."""
        if settings.DEBUG or any(hasattr(response, name) for name in _OF_A_VIEW):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        nonce: str | None = getattr(request, "_csp_nonce", None)
        if HEADER not in response.headers and not request.path_info.startswith(_excluded()):
            policy = _policy(nonce is not None)
            response.headers[HEADER] = policy.replace(_MARK, nonce) if nonce else policy
        if nonce is None:  # one made after the header was written would match nothing
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response
