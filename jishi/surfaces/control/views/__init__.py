"""Pages of the Control room beside the rooms' tables: ledger, jobs, policies, health."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel import job_list
from jishi.foundation.kernel.admin import request_operator
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.ledger import queries as ledger_queries
from jishi.surfaces.control import presenters

_STATES = (job_list.FAILED, job_list.RUNNING, job_list.WAITING)


def _page(request: HttpRequest, template: str, title: str, **values: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **values}
    return render(request, f"control/{template}.html", context)


@require_http_methods(["GET", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """Sums, newest entries, and by POST the proof that nothing was changed behind them."""
    account = request.GET.get("account", "").strip()[:100]
    reference = request.GET.get("reference", "").strip()[:160]
    entries = ledger_queries.list_entries(
        account=account or None,
        business_ref_prefix=reference or None,
        cursor=request.GET.get("cursor") or None,
        limit=50,
    )
    return _page(
        request,
        "ledger",
        gettext("Ledger"),
        books=presenters.present_books(settings.currency),
        currency=settings.currency,
        entries=entries,
        account=account,
        reference=reference,
        balance=ledger_queries.get_balance(account, settings.currency) if account else None,
        report=ledger_queries.verify_chain() if request.method == "POST" else None,
    )


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs that failed for good, run or wait."""
    status = request.GET.get("status", job_list.FAILED)
    status = status if status in _STATES else job_list.FAILED
    return _page(
        request,
        "jobs",
        gettext("Jobs"),
        counts=job_list.count_jobs(),
        status=status,
        jobs=job_list.list_jobs(status=status),
    )


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Queue a failed job again."""
    try:
        with durable():
            job_list.retry_job(actor=request_operator(request), job_id=job_id)
    except DomainError as error:
        messages.error(request, error.message())
    else:
        messages.success(request, gettext("The job is queued again."))
    return redirect("admin:control_jobs")


@require_http_methods(["GET", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """Every number an operator may change; a change needs a reason and is kept."""
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            reason = clean_line(request.POST.get("reason", ""), field="reason", limit=500)
            with durable():
                change_policy(
                    actor=request_operator(request),
                    name=name,
                    value=presenters.read_policy_value(request.POST.get("value", "")),
                    reason=reason,
                )
        except DomainError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, gettext("In force now: %(name)s") % {"name": name})
        return redirect("admin:control_policies")
    return _page(request, "policies", gettext("Policies"), policies=presenters.present_policies())


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Questions that must always answer "none", asked now."""
    answers = presenters.present_health()
    broken = sum(len(answer.breaches) for answer in answers)
    return _page(request, "health", gettext("Health"), answers=answers, broken=broken)
