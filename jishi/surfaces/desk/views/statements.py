"""Statements 对账单: a day or a month of the shop's money, on the page, as CSV and as PDF."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.money_words import kind_names, statement_words
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.settlement.actions.save_tax_data import save_tax_data
from jishi.trade.settlement.queries import (
    draw_statement,
    get_statement,
    list_statement_months,
    write_statement_csv,
)
from jishi.trade.settlement.types import Statement, StatementPeriod
from jishi.trade.shops.types import Right

_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.SEE_MONEY)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One period's statement; by POST the data for invoices."""
    error = None
    if request.method == "POST":
        try:
            with durable():
                save_tax_data(
                    actor=desk.actor,
                    shop_id=desk.shop.id,
                    title=request.POST.get("title", ""),
                    tax_number=request.POST.get("tax_number", ""),
                    address=request.POST.get("address", ""),
                    email=request.POST.get("email", ""),
                )
            messages.success(request, gettext("Saved."))
            return redirect("desk-statements", shop_id=desk.shop.id)
        except DomainError as refused:
            error = refused
    statement = _asked(request, desk)
    names = kind_names()
    page = {
        "desk": desk,
        "section": "statements",
        "statement": statement,
        "lines": [(names.get(n.kind, n.kind), n) for n in statement.lines[-_SHOWN:]],
        "kinds": [(names.get(kind, kind), amount) for kind, amount in statement.by_kind],
        "is_cut": len(statement.lines) > _SHOWN,
        "shown": _SHOWN,
        "months": list_statement_months(desk.shop.id, None),
        "periods": list(StatementPeriod),
        "may_edit": desk.may(Right.PAY_OUT),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "desk/statements.html", page, status=status)


@require_safe
@desk_page(Right.SEE_MONEY)
def download(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The same as a file."""
    statement = _asked(request, desk)
    name = f"statement-{statement.first_day}-{statement.period}"
    if request.GET.get("file") == "pdf":
        pdf = draw_statement(statement, statement_words(), kind_names())
        return _file(pdf, "application/pdf", f"{name}.pdf")
    # The mark at the start has spreadsheets read it as UTF-8.
    text = "\ufeff" + write_statement_csv(statement)
    return _file(text.encode(), "text/csv; charset=utf-8", f"{name}.csv")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: HttpRequest, desk: Desk) -> Statement:
    today = timezone.localtime(clock.now()).date()
    try:
        period = StatementPeriod(request.GET.get("period", StatementPeriod.MONTH))
        day = date.fromisoformat(request.GET.get("day") or today.isoformat())
    except ValueError:
        raise InvalidInput(field="day") from None
    if not 2000 <= day.year <= 2200:
        raise InvalidInput(field="day")
    return get_statement(desk.actor, desk.shop.id, period, day)
