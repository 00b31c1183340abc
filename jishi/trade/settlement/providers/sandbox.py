"""The sandbox bank: pays out test money, with its own books and signed notices over HTTP.

How a transfer ends is told by the account's last digit, so that a test or a person can choose:
1 is refused for good, 2 fails for now every first time, 3 takes a day, 4 is told twice, any
other is paid at once. An account that ends in 0000 is not known to the bank.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import ForgedNotice, ProviderUnavailable
from jishi.trade.settlement.models import SandboxTransfer
from jishi.trade.settlement.types import (
    AccountCheck,
    AttemptStatus,
    TransferNotice,
    TransferOrder,
    TransferState,
)

TOLERANCE_SECONDS = 300
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_LATE = timedelta(days=1)


class SandboxBank:
    """Adapter of the `PayoutProvider` port to the sandbox bank's own books."""

    code: str = "sandbox"

    def check_account(self, holder: str, bank: str, number: str) -> AccountCheck:
        """Whether the bank knows the account under this name; see the port."""
        if not number.isdigit() or number.endswith("0000"):
            return AccountCheck(False, "The bank knows no such account.")
        return AccountCheck(True)

    def send(self, order: TransferOrder) -> TransferState:
        """Take the order, once per attempt; what becomes of it is told later. See the port."""
        with transaction.atomic():
            earlier = SandboxTransfer.objects.filter(number=order.number).count()
            now = clock.now()
            digit = order.number[-1]
            says = {"1": "refused", "2": "paid" if earlier % 2 else "busy"}.get(digit, "paid")
            row, is_new = SandboxTransfer.objects.get_or_create(
                merchant_ref=order.attempt_id,
                defaults={
                    "amount_minor": order.amount_minor,
                    "currency": order.currency,
                    "number": order.number,
                    "says": says,
                    "notify_url": order.notify_url,
                    "notices": 2 if digit == "4" else 1,
                    "made_at": now,
                    "done_at": now + _LATE if digit == "3" else now,
                },
            )
            if is_new and row.done_at <= now:  # of a late one the bank forgets to tell
                task = app.configure_task("settlement.transfer_notice")
                task.defer(attempt_id=str(row.merchant_ref))
        return TransferState(AttemptStatus.SENT, str(row.merchant_ref))

    def query(self, attempt_id: UUID) -> TransferState | None:
        """What has become of a transfer; see the port."""
        row = SandboxTransfer.objects.filter(merchant_ref=attempt_id).first()
        if row is None:
            return None
        reference = str(row.merchant_ref)
        if row.done_at > clock.now():
            return TransferState(AttemptStatus.SENT, reference)
        if row.says == "paid":
            return TransferState(AttemptStatus.SUCCEEDED, reference)
        if row.says == "busy":
            busy = "The bank is busy; try again."
            return TransferState(AttemptStatus.FAILED, reference, busy, may_retry=True)
        return TransferState(AttemptStatus.FAILED, reference, "The bank has closed this account.")

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> TransferNotice:
        """Verify signature, time and form of a notice; see the port."""
        given = {name.lower(): value for name, value in headers.items()}
        timestamp, nonce = given.get("sandbox-timestamp", ""), given.get("sandbox-nonce", "")
        good = hmac.compare_digest(
            sign_notice(timestamp, nonce, body).encode(),
            given.get("sandbox-signature", "").encode(),
        )
        # Real time, not the market's: the sender signs each attempt when it sends it.
        if not good or abs(time.time() - float(timestamp)) > TOLERANCE_SECONDS:
            raise ForgedNotice()
        return TransferNotice(nonce, UUID(json.loads(body)["merchant_ref"]))


def sign_notice(timestamp: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 over time, nonce and body, with a key that both sides know."""
    key = hashlib.sha256(f"payouts-sandbox:{settings.load_secret_key()}".encode()).digest()
    text = f"{timestamp}\n{nonce}\n".encode() + body
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def make_notice(row: SandboxTransfer) -> tuple[dict[str, str], bytes]:
    """Headers and body of a transfer's notice, signed now; the same transfer has one number."""
    said = {"merchant_ref": str(row.merchant_ref), "says": row.says, "amount": row.amount_minor}
    body = json.dumps(said, separators=(",", ":")).encode()
    timestamp, nonce = f"{time.time():.3f}", f"{row.merchant_ref}:{row.says}"
    headers = {
        "Content-Type": "application/json",
        "Sandbox-Timestamp": timestamp,
        "Sandbox-Nonce": nonce,
        "Sandbox-Signature": sign_notice(timestamp, nonce, body),
    }
    return headers, body


def send_notice(row: SandboxTransfer) -> None:
    """POST a notice to the market; raises ProviderUnavailable unless it answers 2xx."""
    address = urlsplit(row.notify_url)
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        raise ProviderUnavailable(reason="the sandbox sends to this machine only")
    headers, body = make_notice(row)
    line = http.client.HTTPConnection(address.hostname, address.port or 80, timeout=10)
    try:
        line.request("POST", address.path, body, headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise ProviderUnavailable(reason=str(error)) from error
    finally:
        line.close()
    if status // 100 != 2:
        raise ProviderUnavailable(reason=f"the market answered {status}")
