"""The sandbox provider: test money, its own books and page, signed notices over HTTP.

Everything a real provider does to a merchant happens here too: the page is left or closed, the
bank refuses, money comes after the end, notices come twice, in the wrong order or never.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.rows import find_row, insert_row
from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import (
    ForeignNotice,
    ForgedNotice,
    ProviderUnavailable,
    StaleNotice,
)
from jishi.trade.payments.models import (
    SandboxCharge,
    SandboxDispute,
    SandboxNotice,
    SandboxRefund,
)
from jishi.trade.payments.providers._sandbox_bill import list_moved
from jishi.trade.payments.types import (
    BillLine,
    ChargeStatus,
    DisputeState,
    DisputeStatus,
    NoticeAnswer,
    NoticeRef,
    NoticeSubject,
    PaymentView,
    Proceed,
    ProceedKind,
    ProviderState,
    RefundOrder,
    RefundState,
    RefundStatus,
    Visit,
)

CODE = "sandbox"
TOLERANCE_SECONDS = 300
EVIDENCE_TIME = timedelta(days=7)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_SEEN_AS = {"paid": ChargeStatus.PAID, "closed": ChargeStatus.CLOSED}


class SandboxProvider:
    """Adapter of the `PaymentProvider` port to the sandbox's own books."""

    code: str = CODE
    notice_answer = NoticeAnswer()

    def start(
        self, payment: PaymentView, *, visit: Visit, return_url: str, notify_url: str
    ) -> Proceed:
        """Open the charge, or find it; see the port."""
        charge = find_row(SandboxCharge, "merchant_ref = %s", [payment.id])
        if charge is None:
            charge = SandboxCharge(
                ref=secrets.token_urlsafe(18),
                merchant_ref=payment.id,
                amount_minor=payment.amount_minor,
                currency=payment.currency,
                description=payment.description,
                return_url=return_url,
                notify_url=notify_url,
                opened_at=clock.now(),
            )
            try:
                with transaction.atomic():
                    insert_row(charge)
            except IntegrityError:  # somebody else was first
                charge = SandboxCharge.objects.get(merchant_ref=payment.id)
        if charge.state == "closed" and payment.attempt > 1:  # they come back to this provider
            SandboxCharge.objects.filter(ref=charge.ref).update(state="open")
        return Proceed(
            ProceedKind.REDIRECT, f"/payments/sandbox/{charge.ref}/", provider_ref=charge.ref
        )

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify signature, time and form of a notice; see the port."""
        given = {name.lower(): value for name, value in headers.items()}
        timestamp, nonce = given.get("sandbox-timestamp", ""), given.get("sandbox-nonce", "")
        good = hmac.compare_digest(
            sign_notice(timestamp, nonce, body).encode(),
            given.get("sandbox-signature", "").encode(),
        )
        if not good:
            raise ForgedNotice()
        # Real time, not the market's: the sender signs each attempt when it sends it.
        if abs(time.time() - float(timestamp)) > TOLERANCE_SECONDS:
            raise StaleNotice()
        said = json.loads(body)
        if said["merchant"] != merchant_name():
            raise ForeignNotice()
        if said["says"] == "dispute":
            return NoticeRef(nonce, NoticeSubject.DISPUTE, dispute_ref=said["dispute"])
        return NoticeRef(
            notice_id=nonce,
            payment_id=UUID(said["merchant_ref"]),
            amount_minor=said["amount_minor"],
            currency=said["currency"],
        )

    def query_dispute(self, dispute_ref: str) -> DisputeState | None:
        """What has become of a chargeback; see the port."""
        row = SandboxDispute.objects.select_related("charge").filter(ref=dispute_ref).first()
        if row is None:
            return None
        return DisputeState(
            row.ref,
            row.charge.ref,
            DisputeStatus(row.state),
            row.amount_minor,
            row.fee_minor,
            row.charge.currency,
            "product_not_received",
            row.opened_at + EVIDENCE_TIME,
        )

    def send_evidence(self, dispute_ref: str, text: str) -> DisputeState | None:
        """Answer a chargeback; see the port."""
        SandboxDispute.objects.filter(ref=dispute_ref, state="open").update(
            state="answered", evidence=text
        )
        return self.query_dispute(dispute_ref)

    @property
    def bill_zone(self) -> str:
        """Its days are the market's."""
        return settings.time_zone

    def fetch_bill(self, day: date) -> Sequence[BillLine]:
        """What it took and gave back on a day; see the port."""
        return list_moved(day, self.bill_zone)

    def query(self, payment: PaymentView) -> ProviderState:
        """What has become of the charge; see the port."""
        charge = find_row(SandboxCharge, "merchant_ref = %s", [payment.id])
        return ProviderState(ChargeStatus.MISSING) if charge is None else _state(charge)

    def close(self, payment: PaymentView) -> ProviderState:
        """Close the charge; money that was on its way ("pay late") arrives just then."""
        with transaction.atomic():
            charge = (
                SandboxCharge.objects.select_for_update().filter(merchant_ref=payment.id).first()
            )
            if charge is None:
                return ProviderState(ChargeStatus.MISSING)
            if charge.state == "late":
                charge.state, charge.paid_at = "paid", clock.now()
            elif charge.state != "paid":
                charge.state = "closed"
            charge.save(update_fields=["state", "paid_at"])
            return _state(charge)

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back, once per refund id, never more than was taken; see the port."""
        with transaction.atomic():
            charge = (
                SandboxCharge.objects.select_for_update()
                .filter(merchant_ref=order.payment.id)
                .first()
            )
            if charge is None or charge.state != "paid":
                return RefundState(RefundStatus.FAILED, message="nothing was paid")
            known = self.query_refund(order)
            if known is not None:
                return known
            if charge.returned_minor + order.amount_minor > charge.amount_minor:
                return RefundState(RefundStatus.FAILED, message="more than was paid")
            charge.returned_minor += order.amount_minor
            charge.save(update_fields=["returned_minor"])
            SandboxRefund.objects.create(
                merchant_ref=order.refund_id,
                charge=charge,
                amount_minor=order.amount_minor,
                done_at=clock.now(),
            )
        return RefundState(RefundStatus.SUCCEEDED, str(order.refund_id))

    def query_refund(self, order: RefundOrder) -> RefundState | None:
        """What has become of a refund; see the port."""
        if SandboxRefund.objects.filter(merchant_ref=order.refund_id).exists():
            return RefundState(RefundStatus.SUCCEEDED, str(order.refund_id))
        return None


def _state(charge: SandboxCharge) -> ProviderState:
    status = _SEEN_AS.get(charge.state, ChargeStatus.PENDING)
    taken = charge.amount_minor if status is ChargeStatus.PAID else 0
    return ProviderState(status, taken, charge.currency, charge.ref)


def merchant_name() -> str:
    """What the sandbox provider calls this market."""
    return f"merchant-{settings.currency.lower()}"


def sign_notice(timestamp: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 over time, nonce and body, with a key that both sides know."""
    key = hashlib.sha256(f"payments-sandbox:{settings.load_secret_key()}".encode()).digest()
    text = f"{timestamp}\n{nonce}\n".encode() + body
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def make_notice(notice: SandboxNotice) -> tuple[dict[str, str], bytes]:
    """Headers and body of a notice, signed now."""
    said: dict[str, Any] = {
        "merchant": merchant_name(),
        "merchant_ref": str(notice.charge.merchant_ref),
        "charge": notice.charge.ref,
        "says": notice.says,
        "amount_minor": notice.charge.amount_minor,
        "currency": notice.charge.currency,
    }
    if notice.says == "dispute":
        said["dispute"] = notice.charge.dispute.ref
    body = json.dumps(said, separators=(",", ":")).encode()
    timestamp, nonce = f"{time.time():.3f}", str(notice.id)
    headers = {
        "Content-Type": "application/json",
        "Sandbox-Timestamp": timestamp,
        "Sandbox-Nonce": nonce,
        "Sandbox-Signature": sign_notice(timestamp, nonce, body),
    }
    return headers, body


def send_notice(notice: SandboxNotice) -> None:
    """POST a notice to the merchant; raises ProviderUnavailable unless it answers 2xx."""
    address = urlsplit(notice.charge.notify_url)
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        raise ProviderUnavailable(reason="the sandbox sends to this machine only")
    headers, body = make_notice(notice)
    line = http.client.HTTPConnection(address.hostname, address.port or 80, timeout=10)
    try:
        line.request("POST", address.path, body, headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise ProviderUnavailable(reason=str(error)) from error
    finally:
        line.close()
    if status // 100 != 2:
        raise ProviderUnavailable(reason=f"the merchant answered {status}")
