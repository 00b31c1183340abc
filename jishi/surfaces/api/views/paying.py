"""Paying: which providers there are, how a payer goes on, what has become of a payment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Router

from jishi.foundation.kernel.settings import settings
from jishi.surfaces.api.answers import answer, list_answer
from jishi.surfaces.api.auth import Allowed, actor_of
from jishi.surfaces.api.schemas.parts import ErrorOut, PageOut
from jishi.surfaces.api.schemas.paying import PaymentOut, ProceedOut, ProviderOut, StartIn
from jishi.surfaces.api.types import Scope
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.queries import get_payment_of, list_offered_providers
from jishi.trade.payments.types import PaymentView, Visit

router = Router(tags=["paying"])
READ, WRITE = Allowed(Scope.ORDERS_READ), Allowed(Scope.ORDERS_WRITE)
REFUSALS = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut}


@router.get("/payment-providers", response=PageOut[ProviderOut])
def list_providers(request: HttpRequest) -> HttpResponse:
    """Whom one can pay through here, the preferred one first."""
    return list_answer(
        {"code": code.value, "name": gettext(code.label)} for code in list_offered_providers()
    )


@router.get("/payments/{payment_id}", response={200: PaymentOut, **REFUSALS}, auth=READ)
def read_payment(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """What has become of one of the caller's payments."""
    return answer(_show(get_payment_of(actor_of(request).require_person(), payment_id)))


@router.post("/payments/{payment_id}/start", response={200: ProceedOut, **REFUSALS}, auth=WRITE)
def start(request: HttpRequest, payment_id: UUID, wanted: StartIn) -> HttpResponse:
    """Begin to pay, or go on; the same again is the same charge.

    Another provider or terminal closes the charge that was open before. `kind` says how to go
    on: `redirect` to `url`, show `url` as a QR code (`qr`), or hand `params` to WeChat's script
    (`jsapi`) or to Stripe's SDK (`client_secret`). For a payment that is over `url` leads back.
    """
    visit = Visit(wanted.terminal, request.META.get("REMOTE_ADDR", ""), wanted.openid)
    proceed = start_payment(
        payer_id=actor_of(request).require_person(),
        payment_id=payment_id,
        visit=visit,
        provider=wanted.provider,
    )
    url = proceed.url
    return answer(
        {
            "kind": proceed.kind.value,
            "url": f"{settings.market_url}{url}" if url.startswith("/") else url,
            "params": dict(proceed.params),
        }
    )


def _show(payment: PaymentView) -> dict[str, object]:
    return {
        "id": payment.id,
        "status": payment.status.value,
        "provider": payment.provider,
        "amount_minor": payment.amount_minor,
        "refunded_minor": payment.refunded_minor,
        "currency": payment.currency,
        "expires_at": payment.expires_at,
        "paid_at": payment.paid_at,
        "closed_at": payment.closed_at,
    }
