"""The line to WeChat Pay: calls, what it signed, which of its keys we know."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
import structlog
from wechatpayv3 import WeChatPay, WeChatPayType

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import ForgedNotice, ProviderUnavailable, StaleNotice
from jishi.trade.payments.providers._keys import load_pem

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = (5, 15)
TOLERANCE_SECONDS = 300
RETRY_CERTIFICATES_SECONDS = 600
_HEADERS = ("Signature", "Timestamp", "Nonce", "Serial", "Signature-Type")


class Wire:
    """The library's client, with an address of our choice, and its failures as errors of ours."""

    def __init__(self) -> None:
        self._key_id = settings.wechatpay_public_key_id or ""
        self.client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE,
            mchid=settings.wechatpay_mchid,
            private_key=load_pem(settings.wechatpay_private_key, "PRIVATE KEY"),
            cert_serial_no=settings.wechatpay_certificate_serial,
            appid=settings.wechatpay_appid,
            apiv3_key=settings.wechatpay_apiv3_key,
            public_key=load_pem(settings.wechatpay_public_key, "PUBLIC KEY"),
            public_key_id=self._key_id,
            timeout=TIMEOUT_SECONDS,
        )
        # The library knows one address; ours may stand in for it.
        self.client._core._gate_way = settings.wechatpay_url.rstrip("/")
        self.certificates_asked_at = float("-inf")

    def call(self, do: Callable[..., Any], **arguments: Any) -> tuple[int, dict[str, Any]]:
        """Status and answer of a call; raises ProviderUnavailable."""
        try:
            status, text = do(**arguments)
        except requests.RequestException as error:
            raise ProviderUnavailable(reason=str(error)) from error
        except Exception as error:  # an answer that WeChat Pay did not sign
            log.warning("answer_refused", provider="wechatpay", reason=str(error))
            raise ProviderUnavailable(reason=str(error)) from error
        try:
            said = json.loads(text) if text else {}
        except ValueError:
            said = {}
        if status >= 500 or status == 429:
            raise ProviderUnavailable(reason=f"it answered {status}")
        return status, said if isinstance(said, dict) else {}

    def download(self, address: str) -> bytes:
        """A bill's file; raises ProviderUnavailable."""
        try:
            status, content = self.client.download_bill(address)
        except Exception as error:
            raise ProviderUnavailable(reason=str(error)) from error
        if status != 200:
            raise ProviderUnavailable(reason=f"it answered {status}")
        return content if isinstance(content, bytes) else str(content).encode()

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """A notice that is signed, fresh and decrypted; raises ForgedNotice, StaleNotice."""
        given = {name.lower(): value for name, value in headers.items()}
        marks = {
            f"Wechatpay-{name}": given.get(f"wechatpay-{name.lower()}", "") for name in _HEADERS
        }
        if not self._knows(marks["Wechatpay-Serial"]):
            raise ForgedNotice()
        try:
            said: dict[str, Any] | None = self.client.callback(marks, body.decode())
        except Exception as error:  # the library raises plain exceptions for what it can't read
            log.info("notice_unreadable", provider="wechatpay", reason=str(error))
            raise ForgedNotice() from error
        if not said:
            raise ForgedNotice()
        if abs(time.time() - int(marks["Wechatpay-Timestamp"])) > TOLERANCE_SECONDS:
            raise StaleNotice()
        return said

    def _knows(self, serial: str) -> bool:
        """Whether it may be a key of WeChat Pay's: a forger must not make us ask each time."""
        if serial == self._key_id:
            return True
        core = self.client._core
        try:
            number = int(serial, 16)
        except ValueError:
            return False
        if any(c.serial_number == number for c in core._certificates):
            return True
        if time.monotonic() - self.certificates_asked_at < RETRY_CERTIFICATES_SECONDS:
            return False
        self.certificates_asked_at = time.monotonic()
        self.call(lambda: (200, core._update_certificates() or "{}"))
        return any(c.serial_number == number for c in core._certificates)
