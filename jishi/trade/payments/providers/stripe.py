"""Stripe: its checkout page for browsers, payment intents for apps, through its own library.

Source: docs.stripe.com/api. Amounts are in the currency's smallest unit, as ours are.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import stripe
import structlog

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import (
    ForeignNotice,
    ForgedNotice,
    ProviderRefused,
    ProviderUnavailable,
    StaleNotice,
)
from jishi.trade.payments.providers._stripe_words import (
    describe_session,
    read_balance_line,
    read_dispute,
    read_event,
)
from jishi.trade.payments.rules import merchant_number
from jishi.trade.payments.types import (
    BillLine,
    ChargeStatus,
    DisputeState,
    NoticeAnswer,
    NoticeRef,
    PaymentView,
    Proceed,
    ProceedKind,
    ProviderState,
    RefundOrder,
    RefundState,
    RefundStatus,
    Terminal,
    Visit,
)

log = structlog.get_logger(__name__)
TOLERANCE_SECONDS = 300
_INTENTS = {"succeeded": ChargeStatus.PAID, "canceled": ChargeStatus.CLOSED}
_REFUNDS = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
Said = dict[str, Any]


class StripeProvider:
    """Adapter of the `PaymentProvider` port to Stripe."""

    code: str = "stripe"

    @property
    def bill_zone(self) -> str:
        """Any will do: it is asked for moments, not for days."""
        return settings.time_zone

    notice_answer = NoticeAnswer()

    def __init__(self) -> None:
        self._secret = settings.stripe_webhook_secret or ""
        key = settings.stripe_secret_key or ""
        self._is_live = "_live_" in key
        self._api = stripe.StripeClient(
            key,
            base_addresses={"api": settings.stripe_url.rstrip("/")},
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=15),
        ).v1

    def start(
        self, payment: PaymentView, *, visit: Visit, return_url: str, notify_url: str
    ) -> Proceed:
        """Open a checkout page, or for an app a payment intent; see the port."""
        ours = {"payment_id": str(payment.id), "attempt": str(payment.attempt)}
        known = payment.provider_ref
        once = {"idempotency_key": f"start-{merchant_number(payment.id, payment.attempt)}"}
        if visit.terminal is Terminal.APP:
            intent = self._find_or_create(
                known,
                self._api.payment_intents,
                {
                    "amount": payment.amount_minor,
                    "currency": payment.currency.lower(),
                    "description": payment.description,
                    "metadata": ours,
                    "automatic_payment_methods": {"enabled": True},
                },
                once,
            )
            params = {
                "client_secret": intent["client_secret"],
                "publishable_key": settings.stripe_publishable_key or "",
            }
            return Proceed(ProceedKind.CLIENT_SECRET, params=params, provider_ref=str(intent["id"]))
        session = self._find_or_create(
            known, self._api.checkout.sessions, describe_session(payment, ours, return_url), once
        )
        return Proceed(
            ProceedKind.REDIRECT, session.get("url") or return_url, provider_ref=session["id"]
        )

    def query(self, payment: PaymentView) -> ProviderState:
        """What has become of the charge; see the port."""
        if payment.provider_ref.startswith("pi_"):
            intent = self._call(self._api.payment_intents.retrieve, payment.provider_ref)
            state = _INTENTS.get(intent["status"], ChargeStatus.PENDING)
            return _taken(state, intent.get("amount_received"), intent["currency"], intent["id"])
        if not payment.provider_ref:
            return ProviderState(ChargeStatus.MISSING)
        session = self._call(self._api.checkout.sessions.retrieve, payment.provider_ref)
        if session["payment_status"] == "paid":
            state = ChargeStatus.PAID
        elif session["status"] == "expired":
            state = ChargeStatus.CLOSED
        else:
            state = ChargeStatus.PENDING
        return _taken(
            state, session["amount_total"], session["currency"], session.get("payment_intent")
        )

    def close(self, payment: PaymentView) -> ProviderState:
        """Expire the page or cancel the intent; see the port. One that was paid answers so."""
        if not payment.provider_ref:
            return ProviderState(ChargeStatus.MISSING)
        end = (
            self._api.payment_intents.cancel
            if payment.provider_ref.startswith("pi_")
            else self._api.checkout.sessions.expire
        )
        with contextlib.suppress(ProviderRefused):  # it has ended already, one way or the other
            self._call(end, payment.provider_ref)
        return self.query(payment)

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back; see the port."""
        try:
            said = self._call(
                self._api.refunds.create,
                {
                    "payment_intent": self._intent(order.payment),
                    "amount": order.amount_minor,
                    "reason": "requested_by_customer",
                    "metadata": {
                        "refund_id": str(order.refund_id),
                        "payment_id": str(order.payment.id),
                    },
                },
                {"idempotency_key": f"refund-{order.refund_id}"},
            )
        except ProviderRefused as error:
            return RefundState(RefundStatus.FAILED, message=str(error.details["reason"])[:200])
        return _refund_state(said)

    def query_refund(self, order: RefundOrder) -> RefundState | None:
        """What has become of a refund; see the port."""
        intent = self._intent(order.payment)
        if not intent:
            return None
        found = self._call(self._api.refunds.list, {"payment_intent": intent, "limit": 100})
        for said in found["data"]:
            if (said.get("metadata") or {}).get("refund_id") == str(order.refund_id):
                return _refund_state(said)
        return None

    def query_dispute(self, dispute_ref: str) -> DisputeState | None:
        """What has become of a chargeback; see the port."""
        try:
            return read_dispute(self._call(self._api.disputes.retrieve, dispute_ref))
        except ProviderRefused:
            return None

    def send_evidence(self, dispute_ref: str, text: str) -> DisputeState | None:
        """Answer a chargeback, for good; see the port."""
        wanted = {"evidence": {"uncategorized_text": text}, "submit": True}
        self._call(lambda wanted: self._api.disputes.update(dispute_ref, wanted), wanted)
        return self.query_dispute(dispute_ref)

    def fetch_bill(self, day: date) -> Sequence[BillLine]:
        """The balance transactions of a day; see the port."""
        begin = datetime.combine(day, datetime.min.time(), ZoneInfo(self.bill_zone))
        lines: list[BillLine] = []
        asked: Said = {
            "created": {
                "gte": int(begin.timestamp()),
                "lt": int((begin + timedelta(days=1)).timestamp()),
            },
            "expand": ["data.source"],
            "limit": 100,
        }
        while True:
            page = self._call(self._api.balance_transactions.list, asked)
            lines += [line for said in page["data"] if (line := read_balance_line(said))]
            if not page.get("has_more"):
                return tuple(lines)
            asked["starting_after"] = page["data"][-1]["id"]

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify signature and time, check whose it is; see the port."""
        given = {name.lower(): value for name, value in headers.items()}
        signature = given.get("stripe-signature", "")
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._secret, tolerance=None)
            said = json.loads(body)
            at = int(dict(part.split("=", 1) for part in signature.split(","))["t"])
        except (stripe.SignatureVerificationError, ValueError, KeyError) as error:
            raise ForgedNotice() from error
        if abs(time.time() - at) > TOLERANCE_SECONDS:
            raise StaleNotice()
        if said.get("account") or bool(said.get("livemode")) is not self._is_live:
            raise ForeignNotice()
        return read_event(str(said["id"]), str(said["type"]), said["data"]["object"])

    def _find_or_create(self, known: str, family: Any, wanted: Said, once: Said) -> Said:
        if known:
            return self._call(family.retrieve, known)
        return self._call(family.create, wanted, once)

    def _intent(self, payment: PaymentView) -> str:
        """Stripe's name of the money: the intent itself, or that of the checkout page."""
        if payment.provider_payment_id.startswith("pi_"):
            return payment.provider_payment_id
        return self.query(payment).provider_payment_id

    def _call(self, do: Callable[..., Any], *arguments: Any) -> Said:
        try:
            if len(arguments) == 2:
                answer = do(arguments[0], options=arguments[1])
            else:
                answer = do(*arguments)
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
            raise ProviderUnavailable(reason=str(error)) from error
        except stripe.AuthenticationError as error:
            log.warning("provider_refused", provider=self.code, reason=str(error))
            raise ProviderUnavailable(reason=str(error)) from error
        except stripe.StripeError as error:
            raise ProviderRefused(reason=error.user_message or error.code or "?") from error
        said: Said = answer.to_dict()
        return said


def _taken(state: ChargeStatus, amount: Any, currency: str, intent: Any) -> ProviderState:
    if state is not ChargeStatus.PAID:
        return ProviderState(state)
    return ProviderState(state, int(amount), currency.upper(), str(intent))


def _refund_state(said: Said) -> RefundState:
    state = _REFUNDS.get(said["status"], RefundStatus.REQUESTED)
    return RefundState(state, str(said["id"]), str(said.get("failure_reason") or ""))
