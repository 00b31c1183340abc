"""WeChat Pay, API v3: native QR, JSAPI and H5, through the library `wechatpayv3`.

Source: the merchant platform's API v3 documents (pay.weixin.qq.com/doc/v3/merchant).
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import structlog
from wechatpayv3 import SignType, WeChatPayType

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import (
    BillNotReady,
    ForeignNotice,
    ProviderRefused,
    ProviderUnavailable,
)
from jishi.trade.payments.providers._bills import read_wechat_bill, unpack_gzip
from jishi.trade.payments.providers._wechatpay import Wire
from jishi.trade.payments.rules import merchant_number, read_merchant_number
from jishi.trade.payments.types import (
    BillLine,
    ChargeStatus,
    DisputeState,
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
    Terminal,
    Visit,
)

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = (5, 15)
TOLERANCE_SECONDS = 300
RETRY_CERTIFICATES_SECONDS = 600
_STATES = {
    "SUCCESS": ChargeStatus.PAID,
    "REFUND": ChargeStatus.PAID,
    "NOTPAY": ChargeStatus.PENDING,
    "USERPAYING": ChargeStatus.PENDING,
    "PAYERROR": ChargeStatus.PENDING,
    "CLOSED": ChargeStatus.CLOSED,
    "REVOKED": ChargeStatus.CLOSED,
}
_REFUNDS = {
    "SUCCESS": RefundStatus.SUCCEEDED,
    "PROCESSING": RefundStatus.REQUESTED,
    "CLOSED": RefundStatus.FAILED,
    "ABNORMAL": RefundStatus.FAILED,
}
# Refusals of a refund that pass by themselves: the merchant's balance is short for now.
_LATER = {"NOT_ENOUGH"}
_HEADERS = ("Signature", "Timestamp", "Nonce", "Serial", "Signature-Type")


class WeChatPayProvider:
    """Adapter of the `PaymentProvider` port to WeChat Pay."""

    code: str = "wechatpay"
    bill_zone = "Asia/Shanghai"
    notice_answer = NoticeAnswer()

    def __init__(self) -> None:
        self._mchid = settings.wechatpay_mchid or ""
        self._appid = settings.wechatpay_appid or ""
        self._wire = Wire()

    def start(
        self, payment: PaymentView, *, visit: Visit, return_url: str, notify_url: str
    ) -> Proceed:
        """Open the charge: a code to scan, a page to go to, or what WeChat's script wants."""
        wanted: dict[str, Any] = {
            "description": payment.description,
            "out_trade_no": merchant_number(payment.id, payment.attempt),
            "amount": {"total": payment.amount_minor, "currency": payment.currency},
            "notify_url": notify_url,
        }
        left = payment.expires_at - datetime.now(UTC)
        if timedelta(minutes=2) < left < timedelta(days=7):
            wanted["time_expire"] = payment.expires_at.isoformat(timespec="seconds")
        if visit.terminal is Terminal.WECHAT and visit.openid:
            said = self._ask_to_pay(
                WeChatPayType.JSAPI, wanted | {"payer": {"openid": visit.openid}}
            )
            return self._finish(said, return_url, self._script)
        if visit.terminal is Terminal.PHONE:
            scene = {"payer_client_ip": visit.ip, "h5_info": {"type": "Wap"}}
            said = self._ask_to_pay(WeChatPayType.H5, wanted | {"scene_info": scene})
            back = f"&redirect_url={quote(return_url, safe='')}"
            return self._finish(
                said, return_url, lambda s: Proceed(ProceedKind.REDIRECT, s["h5_url"] + back)
            )
        said = self._ask_to_pay(WeChatPayType.NATIVE, wanted)
        return self._finish(said, return_url, lambda s: Proceed(ProceedKind.QR, s["code_url"]))

    def query(self, payment: PaymentView) -> ProviderState:
        """What has become of the charge; see the port."""
        number = merchant_number(payment.id, payment.attempt)
        status, said = self._wire.call(self._wire.client.query, out_trade_no=number)
        if status == 404:
            return ProviderState(ChargeStatus.MISSING)
        self._expect(status, said)
        if (said["mchid"], said["appid"], said["out_trade_no"]) != (
            self._mchid,
            self._appid,
            number,
        ):
            raise ProviderUnavailable(reason="an answer about another merchant's payment")
        state = _STATES[said["trade_state"]]
        if state is not ChargeStatus.PAID:
            return ProviderState(state)
        taken = said["amount"]
        return ProviderState(state, taken["total"], taken["currency"], said["transaction_id"])

    def close(self, payment: PaymentView) -> ProviderState:
        """Close the charge; see the port. One that was paid answers so."""
        status, said = self._wire.call(
            self._wire.client.close, out_trade_no=merchant_number(payment.id, payment.attempt)
        )
        if status == 204 or said.get("code") == "ORDER_CLOSED":
            return ProviderState(ChargeStatus.CLOSED)
        if status == 404:
            return ProviderState(ChargeStatus.MISSING)
        if said.get("code") in ("ORDERPAID", "ORDER_PAID"):
            return self.query(payment)
        raise _refusal(status, said)

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back; see the port."""
        status, said = self._wire.call(
            self._wire.client.refund,
            out_refund_no=order.refund_id.hex,
            out_trade_no=merchant_number(order.payment.id, order.payment.attempt),
            amount={
                "refund": order.amount_minor,
                "total": order.total_minor,
                "currency": order.payment.currency,
            },
            reason=order.reason[:80] or None,
        )
        if status == 200:
            return _refund_state(said)
        code, words = str(said.get("code", "")), str(said.get("message", ""))
        if code in _LATER:
            return RefundState(RefundStatus.REQUESTED, message=f"{code}: {words}")
        if status in (400, 403, 404):
            return RefundState(RefundStatus.FAILED, message=f"{code}: {words}")
        raise _refusal(status, said)

    def query_refund(self, order: RefundOrder) -> RefundState | None:
        """What has become of a refund; see the port."""
        status, said = self._wire.call(
            self._wire.client.query_refund, out_refund_no=order.refund_id.hex
        )
        if status == 404:
            return None
        self._expect(status, said)
        return _refund_state(said)

    def query_dispute(self, dispute_ref: str) -> DisputeState | None:
        """WeChat Pay knows complaints, no chargebacks."""
        return None

    def send_evidence(self, dispute_ref: str, text: str) -> DisputeState | None:
        """WeChat Pay knows complaints, no chargebacks."""
        return None

    def fetch_bill(self, day: date) -> Sequence[BillLine]:
        """The trade bill of a day, ready at about 10 o'clock of the next; see the port."""
        status, said = self._wire.call(self._wire.client.trade_bill, bill_date=day.isoformat())
        if said.get("code") == "NO_STATEMENT_EXIST":
            return ()
        if said.get("code") == "STATEMENT_CREATING":
            raise BillNotReady()
        self._expect(status, said)
        content = unpack_gzip(self._wire.download(said["download_url"]))
        if hashlib.sha1(content).hexdigest() != said["hash_value"]:  # noqa: S324  # theirs
            raise ProviderUnavailable(reason="the bill is not whole")
        return tuple(read_wechat_bill(content))

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify signature and time, decrypt, check whose it is; see the port."""
        said = self._wire.open_notice(headers, body)
        return self._read(str(said["id"]), str(said.get("event_type")), said["resource"])

    def _read(self, notice_id: str, event: str, about: Mapping[str, Any]) -> NoticeRef:
        if about.get("mchid") != self._mchid or about.get("appid", self._appid) != self._appid:
            raise ForeignNotice()
        ours = read_merchant_number(str(about.get("out_trade_no")))
        payment_id, attempt = ours or (None, 1)
        amount = about.get("amount") or {}
        if event.startswith("REFUND."):
            return NoticeRef(
                notice_id,
                NoticeSubject.REFUND,
                payment_id,
                attempt,
                _find_uuid(about.get("out_refund_no")),
            )
        return NoticeRef(
            notice_id,
            NoticeSubject.PAYMENT,
            payment_id,
            attempt,
            amount_minor=amount.get("total"),
            currency=amount.get("currency", ""),
        )

    def _ask_to_pay(
        self, kind: WeChatPayType, wanted: Mapping[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        return self._wire.call(self._wire.client.pay, pay_type=kind, **wanted)

    def _finish(self, answer: tuple[int, dict[str, Any]], return_url: str, read: Any) -> Proceed:
        status, said = answer
        if status == 200:
            found: Proceed = read(said)
            return found
        if said.get("code") in ("ORDERPAID", "ORDER_PAID", "ORDER_CLOSED"):
            return Proceed(ProceedKind.REDIRECT, return_url)  # it is over: we shall ask
        raise _refusal(status, said)

    def _script(self, said: Mapping[str, Any]) -> Proceed:
        """What `WeixinJSBridge` or a mini program wants to open its cashier."""
        at, nonce = str(int(time.time())), secrets.token_hex(16)
        package = f"prepay_id={said['prepay_id']}"
        signature = self._wire.client.sign([self._appid, at, nonce, package], SignType.RSA_SHA256)
        return Proceed(
            ProceedKind.JSAPI,
            params={
                "appId": self._appid,
                "timeStamp": at,
                "nonceStr": nonce,
                "package": package,
                "signType": "RSA",
                "paySign": signature,
            },
        )

    def _expect(self, status: int, said: Mapping[str, Any]) -> None:
        if status != 200:
            raise _refusal(status, said)


def _refund_state(said: Mapping[str, Any]) -> RefundState:
    state = _REFUNDS[str(said["status"])]
    words = str(said["status"]) if state is RefundStatus.FAILED else ""
    return RefundState(state, str(said.get("refund_id", "")), words)


def _refusal(status: int, said: Mapping[str, Any]) -> ProviderRefused:
    log.warning("provider_refused", provider="wechatpay", status=status, answer=said)
    return ProviderRefused(reason=said.get("message") or said.get("code") or str(status))


def _find_uuid(text: object) -> UUID | None:
    try:
        return UUID(hex=str(text))
    except ValueError:
        return None
