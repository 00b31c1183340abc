"""Paying: to the provider and back, the provider's notices, and the sandbox provider's page."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in
from jishi.trade.deposits.queries import get_top_up_shop
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.receive_notice import receive_notice
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.errors import ProviderUnavailable
from jishi.trade.payments.queries import get_payment_of, get_sandbox_charge
from jishi.trade.payments.types import SandboxButton, SandboxNotices
from jishi.trade.settlement.actions.receive_transfer_notice import receive_transfer_notice

log = structlog.get_logger(__name__)
NOTICE_LIMIT_BYTES = 64 * 1024


@never_cache
@require_GET
@signed_in
def go_to_provider(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponse:
    """Start the charge and send the payer to the provider's page."""
    return redirect(start_payment(payer_id=actor.require_person(), payment_id=payment_id).url)


@never_cache
@require_GET
@signed_in
def return_from_provider(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponse:
    """Ask the provider what has become of it; what the browser says is not believed."""
    payment = get_payment_of(actor.require_person(), payment_id)
    try:
        sync_payment(payment.id)
    except ProviderUnavailable as error:  # the notice or the watch job will tell
        log.warning("return_without_answer", payment=str(payment.id), reason=str(error))
    kind, _, key = payment.reference.partition(":")
    if kind == "deposit":
        return redirect(f"/shop/{get_top_up_shop(UUID(key))}/deposit/")
    return redirect(f"/{kind}/{key}/" if kind == "checkout" else "/orders/")


@csrf_exempt
@require_POST
def hear_notice(request: HttpRequest, provider: str) -> HttpResponseBase:
    """A provider's notice: its own word of thanks once it is kept, so that it isn't sent again."""
    try:
        check_rate("payments.notify", request.META.get("REMOTE_ADDR", ""), "1200/minute")
        if int(request.headers.get("Content-Length") or 0) > NOTICE_LIMIT_BYTES:
            raise InvalidInput(field="body")
        heard = receive_notice(
            provider_code=provider,
            headers=dict(request.headers),
            body=request.body,
            ip=request.META.get("REMOTE_ADDR", ""),
        )
    except DomainError as error:
        return JsonResponse(
            {"error": {"code": error.code, "message": error.message()}}, status=error.status
        )
    answer = heard.answer
    return HttpResponse(answer.body, status=answer.status, content_type="text/plain")


@never_cache
@require_http_methods(["GET", "POST"])
def show_sandbox_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The sandbox provider's own page, as open to whoever has its address as a real one."""
    if request.method == "POST":
        try:
            button = SandboxButton(request.POST.get("button", ""))
            notices = SandboxNotices(request.POST.get("notices", SandboxNotices.ONCE))
        except ValueError:
            raise InvalidInput(field="button") from None
        with durable():
            charge = press_sandbox_button(ref=ref, button=button, notices=notices)
        return redirect(charge.return_url)
    context = {"charge": get_sandbox_charge(ref), "notices": list(SandboxNotices)}
    return render(request, "market/payments/sandbox.html", context)


@csrf_exempt
@require_POST
def hear_transfer(request: HttpRequest, provider: str) -> HttpResponseBase:
    """A payout provider's notice: 204 once it is verified and kept."""
    try:
        check_rate("payouts.notify", request.META.get("REMOTE_ADDR", ""), "1200/minute")
        if int(request.headers.get("Content-Length") or 0) > NOTICE_LIMIT_BYTES:
            raise InvalidInput(field="body")
        with durable():
            receive_transfer_notice(
                provider_code=provider, headers=dict(request.headers), body=request.body
            )
    except DomainError as error:
        return JsonResponse(
            {"error": {"code": error.code, "message": error.message()}}, status=error.status
        )
    return HttpResponse(status=204)
