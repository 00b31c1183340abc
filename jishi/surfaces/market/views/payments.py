"""Paying: to the provider and back, the provider's notices, and the sandbox provider's page."""

from __future__ import annotations

import secrets
from uuid import UUID

import segno
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
from jishi.trade.payments.actions.identify_in_wechat import (
    can_identify_in_wechat,
    identify_in_wechat,
    wechat_address,
)
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.receive_notice import receive_notice
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.errors import ProviderRefused, ProviderUnavailable, TooManyAttempts
from jishi.trade.payments.queries import (
    get_payment,
    get_payment_of,
    get_sandbox_charge,
    list_offered_providers,
)
from jishi.trade.payments.types import (
    PaymentStatus,
    Proceed,
    ProceedKind,
    ProviderCode,
    SandboxButton,
    SandboxNotices,
    Terminal,
    Visit,
)
from jishi.trade.settlement.actions.receive_transfer_notice import receive_transfer_notice

log = structlog.get_logger(__name__)
NOTICE_LIMIT_BYTES = 64 * 1024


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def go_to_provider(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponse:
    """Start the charge and lead the payer on; by POST through the provider they choose.

    A page of ours stands between only where a code is scanned or WeChat's script is needed.
    """
    payment = get_payment_of(actor.require_person(), payment_id)
    chosen = request.POST.get("provider") or None
    try:
        visit = _visit(request, chosen or payment.provider)
        if isinstance(visit, str):
            return redirect(visit)
        proceed = start_payment(
            payer_id=payment.payer_id, payment_id=payment.id, visit=visit, provider=chosen
        )
    except (ProviderUnavailable, ProviderRefused, TooManyAttempts) as error:
        return _show_way(request, payment_id, None, error)
    if proceed.kind is ProceedKind.REDIRECT:
        return redirect(proceed.url)
    return _show_way(request, payment_id, proceed)


@never_cache
@require_GET
@signed_in
def tell_state(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponse:
    """Asked by the page with the code every few seconds: 204 while the payment is pending."""
    payment = get_payment_of(actor.require_person(), payment_id)
    answer = HttpResponse(status=204)
    if payment.status is not PaymentStatus.PENDING:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = f"/payments/return/{payment.id}/"
    return answer


def _visit(request: HttpRequest, provider: str) -> Visit | str:
    """Where the payer sits; an address, where WeChat is to be asked first who they are."""
    agent, ip = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
    if "MicroMessenger" not in agent:
        is_phone = "Mobile" in agent or "Android" in agent
        return Visit(Terminal.PHONE if is_phone else Terminal.DESKTOP, ip)
    openid = request.session.get("wechat_openid", "")
    if provider == "wechatpay" and not openid and can_identify_in_wechat():
        state = request.session.setdefault("wechat_state", secrets.token_urlsafe(16))
        code = request.GET.get("code", "")
        if not code or not secrets.compare_digest(request.GET.get("state", ""), state):
            return wechat_address(back=request.path, state=state)
        openid = request.session["wechat_openid"] = identify_in_wechat(code)
    return Visit(Terminal.WECHAT, ip, openid)


def _show_way(
    request: HttpRequest,
    payment_id: UUID,
    proceed: Proceed | None,
    error: DomainError | None = None,
) -> HttpResponse:
    """The page of ours on the way: a code, WeChat's cashier, or what went wrong and what else."""
    payment = get_payment(payment_id)
    code = ""
    if proceed and proceed.kind is ProceedKind.QR:
        code = segno.make(proceed.url, error="m").svg_inline(
            scale=6, border=2, svgclass="qr", lineclass=None, omitsize=True
        )
    data = {
        "payment": payment,
        "provider": ProviderCode(payment.provider),
        "others": [
            c for c in list_offered_providers(payment.currency) if error or c != payment.provider
        ],
        "proceed": proceed,
        "kind": proceed.kind.value if proceed else "",
        "params": dict(proceed.params) if proceed else {},
        "code": code,
        "error": error.message() if error else "",
    }
    return render(request, "market/payments/pay.html", data, status=error.status if error else 200)


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
