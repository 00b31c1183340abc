"""The account's own pages beside allauth's: overview, export, closing, invitations."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.actions.accept_invitation import accept_invitation
from jishi.foundation.accounts.actions.close_account import close_account
from jishi.foundation.accounts.actions.export_person_data import export_person_data
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.entrance.forms import CloseForm


def _actor(request: HttpRequest) -> Actor:
    return queries.actor_of(request.user, request.META.get("REMOTE_ADDR") or None)


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what one may do with the account."""
    security = queries.get_security(_actor(request).require_person())
    return render(request, "accounts/home.html", {"security": security, "person": request.user})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponse:
    """A zip archive of one's own data; POST, because it is audited."""
    if request.method != "POST":
        return render(request, "accounts/export.html")
    actor = _actor(request)
    check_rate("accounts.export", actor.person_id, "5/hour")
    with durable():
        data = export_person_data(actor=actor)
    name = f"jishi-{clock.now():%Y-%m-%d}.zip"
    return HttpResponse(
        data,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def close(request: HttpRequest) -> HttpResponse:
    """What keeps the account open, or the button that closes it."""
    actor = _actor(request)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check_rate("accounts.close", actor.person_id, "10/hour")
        with durable():
            close_account(actor=actor)
        logout(request)
        messages.success(request, gettext("Your account is closed and your data erased."))
        return redirect("/")
    context = {"form": form, "obligations": queries.list_obligations(actor.require_person())}
    return render(request, "accounts/close.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An offered role, to accept."""
    actor = _actor(request)
    check_rate("accounts.invitation", actor.person_id, "30/minute")
    if queries.get_invitation(token).scope_kind == "shop":  # the Shop desk says what one joins
        return redirect("desk-join", token=token)
    if request.method == "POST":
        with durable():
            accept_invitation(actor=actor, token=token)
        messages.success(request, gettext("You have joined."))
        return redirect("accounts_home")
    offer = queries.get_invitation(token)
    return render(request, "accounts/invitation.html", {"offer": offer})
