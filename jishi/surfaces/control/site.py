"""The admin site of the Control room: who comes in, and its pages beside the rooms' tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from jishi.foundation.accounts import queries as accounts

View = Callable[..., HttpResponseBase]
# What Django's own site offers and this one does not: accounts have pages of their own.
_LEFT_OUT = {"login", "password_change", "password_change_done", "autocomplete", "view_on_site"}


class ControlSite(UnfoldAdminSite):  # type: ignore[misc]  # untyped base
    """For the operator's staff only; a page that is not theirs does not exist for others."""

    index_title = _("Today")
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.index_template = "control/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff of the operator, with a second factor where policy asks for one."""
        user = request.user
        return bool(user.is_active and user.is_staff and accounts.may_operate(_id(user)))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Send visitors to sign in and staff to their second factor; others see nothing."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return self._refuse(request) or inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The market has one page for signing in."""
        return redirect_to_login(reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The market has one page for signing out."""
        return redirect("account_logout")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The rooms' tables and this surface's own pages, without Django's account pages."""
        from jishi.surfaces.control import views
        from jishi.surfaces.control.views import disputes, terms

        guard = self.admin_view
        own = [
            path("ledger/", guard(views.ledger), name="control_ledger"),
            path("disputes/", guard(disputes.index), name="control_disputes"),
            path("disputes/<uuid:dispute_id>/", guard(disputes.show), name="control_dispute"),
            path("jobs/", guard(views.jobs), name="control_jobs"),
            path("jobs/<int:job_id>/retry/", guard(views.retry), name="control_retry"),
            path("policies/", guard(views.policies), name="control_policies"),
            path("health/", guard(views.health), name="control_health"),
            path("terms/", guard(terms.show), name="control_terms"),
        ]
        given = [
            p
            for p in super().get_urls()
            if getattr(p, "name", None) not in _LEFT_OUT and not _is_catch_all(p)
        ]
        return [*own, *given, path("password/", _to_password, name="password_change")]

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What waits for the operator now, and how the market does."""
        from jishi.foundation.kernel.admin import request_operator
        from jishi.surfaces.control.presenters import present_today

        today = present_today(request_operator(request))
        answer: HttpResponse = super().index(request, {"today": today, **(extra_context or {})})
        return answer

    def _refuse(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (user.is_active and user.is_staff):
            raise Http404
        if not accounts.may_operate(_id(user)):
            messages.warning(request, _("The Control room asks for a second factor: add one."))
            return redirect("mfa_index")
        return None


def _id(user: AbstractBaseUser | AnonymousUser) -> UUID:
    return UUID(str(user.pk))


def _is_catch_all(pattern: URLPattern | URLResolver) -> bool:
    return getattr(pattern, "name", None) is None and "url" in str(pattern.pattern)


def _to_password(request: HttpRequest) -> HttpResponse:
    return redirect("account_change_password")
