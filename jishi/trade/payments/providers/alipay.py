"""Alipay: page and WAP payments with RSA2 keys, through the library `python-alipay-sdk`.

Source: the open platform's documents of `alipay.trade.*` (opendocs.alipay.com). Amounts are yuan
with two decimals, times are those of China. A charge begins to exist when its payer opens the
page, so one that nobody has opened yet is missing there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qsl
from urllib.request import urlopen
from uuid import UUID
from zipfile import BadZipFile
from zoneinfo import ZoneInfo

import structlog
from alipay import AliPay
from alipay.exceptions import AliPayException, AliPayValidationError
from alipay.utils import AliPayConfig

from jishi.foundation.kernel.settings import settings
from jishi.trade.payments.errors import (
    BillNotReady,
    ForeignNotice,
    ForgedNotice,
    ProviderRefused,
    ProviderUnavailable,
    StaleNotice,
)
from jishi.trade.payments.providers._bills import read_alipay_bill
from jishi.trade.payments.providers._keys import load_pem
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
CHINA = ZoneInfo("Asia/Shanghai")
CURRENCY = "CNY"
# Alipay sends a notice again for 25 hours, with the time of the first one.
TOLERANCE = timedelta(hours=26)
_OPEN_PAGES = {Terminal.PHONE, Terminal.WECHAT}
_STATES = {
    "WAIT_BUYER_PAY": ChargeStatus.PENDING,
    "TRADE_SUCCESS": ChargeStatus.PAID,
    "TRADE_FINISHED": ChargeStatus.PAID,
    "TRADE_CLOSED": ChargeStatus.CLOSED,
}
_MISSING = {"ACQ.TRADE_NOT_EXIST"}
_LATER = {"ACQ.SELLER_BALANCE_NOT_ENOUGH"}
_BUSY = {"ACQ.SYSTEM_ERROR", "SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR", "isp.unknow-error"}
_NO_BILL = {"isp.bill_not_exist", "isv.bill-not-exist"}
_BILL_LATER = {"isv.bill-not-ready", "isp.bill_not_ready"}
_SUCCESS = "10000"
_UNKNOWN = "20000"


class AlipayProvider:
    """Adapter of the `PaymentProvider` port to Alipay."""

    code: str = "alipay"
    bill_zone = "Asia/Shanghai"
    notice_answer = NoticeAnswer(200, "success")

    def __init__(self) -> None:
        self._app_id = settings.alipay_app_id or ""
        self._seller = settings.alipay_seller_id
        self._client = AliPay(
            appid=self._app_id,
            app_private_key_string=load_pem(settings.alipay_private_key, "PRIVATE KEY"),
            alipay_public_key_string=load_pem(settings.alipay_public_key, "PUBLIC KEY"),
            sign_type="RSA2",
            config=AliPayConfig(timeout=15),
        )
        # The library knows two addresses; ours may stand in for them.
        self._client._gateway = settings.alipay_url

    def start(
        self, payment: PaymentView, *, visit: Visit, return_url: str, notify_url: str
    ) -> Proceed:
        """The signed address of Alipay's page; nothing is sent yet. See the port."""
        wanted: dict[str, Any] = {
            "subject": payment.description,
            "out_trade_no": merchant_number(payment.id, payment.attempt),
            "total_amount": write_yuan(payment.amount_minor),
            "return_url": return_url,
            "notify_url": notify_url,
        }
        # An address that was signed must not open a charge after the payment has ended.
        left = payment.expires_at - datetime.now(UTC)
        if timedelta(0) < left < timedelta(days=15):
            until = payment.expires_at.astimezone(CHINA) + timedelta(minutes=1)
            wanted["time_expire"] = f"{until:%Y-%m-%d %H:%M:%S}"
        if visit.terminal in _OPEN_PAGES:
            signed = self._client.api_alipay_trade_wap_pay(**wanted)
        else:
            signed = self._client.api_alipay_trade_page_pay(**wanted)
        return Proceed(ProceedKind.REDIRECT, f"{settings.alipay_url}?{signed}")

    def query(self, payment: PaymentView) -> ProviderState:
        """What has become of the charge; see the port."""
        number = merchant_number(payment.id, payment.attempt)
        said = self._call(self._client.api_alipay_trade_query, out_trade_no=number)
        if said.get("sub_code") in _MISSING:
            return ProviderState(ChargeStatus.MISSING)
        _expect(said)
        if said["out_trade_no"] != number:
            raise ProviderUnavailable(reason="an answer about another payment")
        state = _STATES[said["trade_status"]]
        # A trade that was paid and given back in full is "closed" as well.
        if state is ChargeStatus.CLOSED and said.get("send_pay_date"):
            state = ChargeStatus.PAID
        if state is not ChargeStatus.PAID:
            return ProviderState(state)
        return ProviderState(state, read_yuan(said["total_amount"]), CURRENCY, said["trade_no"])

    def close(self, payment: PaymentView) -> ProviderState:
        """Close the charge; see the port. One that was paid answers so."""
        number = merchant_number(payment.id, payment.attempt)
        said = self._call(self._client.api_alipay_trade_close, out_trade_no=number)
        if said.get("code") == _SUCCESS:
            return ProviderState(ChargeStatus.CLOSED)
        if said.get("sub_code") in _MISSING:
            return ProviderState(ChargeStatus.MISSING)
        return self.query(payment)  # paid, or closed before: ACQ.TRADE_STATUS_ERROR

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back; see the port."""
        said = self._call(
            self._client.api_alipay_trade_refund,
            refund_amount=write_yuan(order.amount_minor),
            out_trade_no=merchant_number(order.payment.id, order.payment.attempt),
            out_request_no=order.refund_id.hex,
            refund_reason=order.reason,
        )
        if said.get("code") == _SUCCESS:
            if said.get("fund_change") == "Y":
                return RefundState(RefundStatus.SUCCEEDED, order.refund_id.hex)
            return self.query_refund(order) or RefundState(RefundStatus.REQUESTED)
        words = f"{said.get('sub_code', said.get('code'))}: {said.get('sub_msg', '')}"
        later = said.get("sub_code") in _LATER
        return RefundState(RefundStatus.REQUESTED if later else RefundStatus.FAILED, message=words)

    def query_refund(self, order: RefundOrder) -> RefundState | None:
        """What has become of a refund; see the port."""
        said = self._call(
            self._client.api_alipay_trade_fastpay_refund_query,
            out_request_no=order.refund_id.hex,
            out_trade_no=merchant_number(order.payment.id, order.payment.attempt),
        )
        if said.get("code") == _SUCCESS and said.get("refund_status") == "REFUND_SUCCESS":
            return RefundState(RefundStatus.SUCCEEDED, order.refund_id.hex)
        return None

    def query_dispute(self, dispute_ref: str) -> DisputeState | None:
        """Alipay's page and WAP payments know no chargebacks."""
        return None

    def send_evidence(self, dispute_ref: str, text: str) -> DisputeState | None:
        """Alipay's page and WAP payments know no chargebacks."""
        return None

    def fetch_bill(self, day: date) -> Sequence[BillLine]:
        """The trade bill of a day, ready at about 10 o'clock of the next; see the port."""
        said = self._call(
            self._client.server_api,
            api_name="alipay.data.dataservice.bill.downloadurl.query",
            biz_content={"bill_type": "trade", "bill_date": day.isoformat()},
        )
        if said.get("sub_code") in _NO_BILL:
            return ()
        if said.get("sub_code") in _BILL_LATER:
            raise BillNotReady()
        _expect(said)
        address = said["bill_download_url"]
        if not address.startswith("https://") and not settings.alipay_url.startswith("http://"):
            raise ProviderUnavailable(reason="a bill that isn't on https")
        try:
            with urlopen(address, timeout=60) as file:  # noqa: S310  # checked above
                return tuple(read_alipay_bill(file.read()))
        except (URLError, OSError, BadZipFile) as error:
            raise ProviderUnavailable(reason=str(error)) from error

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify the signed form, its time and whose it is; see the port."""
        try:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            signature = form.pop("sign")
            is_theirs = self._client.verify(dict(form), signature)
        except (ValueError, KeyError, AliPayException) as error:
            raise ForgedNotice() from error
        if not is_theirs:
            raise ForgedNotice()
        if _age(form.get("notify_time", "")) > TOLERANCE:
            raise StaleNotice()
        if form.get("app_id") != self._app_id or (
            self._seller and form.get("seller_id") != self._seller
        ):
            raise ForeignNotice()
        ours = read_merchant_number(form.get("out_trade_no", ""))
        payment_id, attempt = ours or (None, 1)
        if form.get("refund_fee") and form.get("out_biz_no"):
            return NoticeRef(
                form["notify_id"],
                NoticeSubject.REFUND,
                payment_id,
                attempt,
                _find_uuid(form["out_biz_no"]),
            )
        return NoticeRef(
            form["notify_id"],
            NoticeSubject.PAYMENT,
            payment_id,
            attempt,
            amount_minor=read_yuan(form.get("total_amount", "")),
            currency=CURRENCY,
        )

    def _call(self, do: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
        try:
            said: dict[str, Any] = do(**arguments)
        except AliPayException as error:  # an answer without a signature: the gateway's own
            log.warning("provider_refused", provider=self.code, answer=str(error))
            raise ProviderUnavailable(reason=str(error)) from error
        except (URLError, OSError, ValueError, AliPayValidationError) as error:
            raise ProviderUnavailable(reason=str(error)) from error
        if said.get("code") == _UNKNOWN or said.get("sub_code") in _BUSY:
            raise ProviderUnavailable(reason=str(said.get("sub_msg") or said.get("msg")))
        return said


def write_yuan(minor: int) -> str:
    """Fen as yuan with two decimals."""
    return f"{minor // 100}.{minor % 100:02d}"


def read_yuan(text: str) -> int:
    """Yuan as fen; raises ForgedNotice for what is no amount."""
    try:
        return int(Decimal(text).scaleb(2).to_integral_exact())
    except (InvalidOperation, ValueError) as error:
        raise ForgedNotice() from error


def _age(text: str) -> timedelta:
    try:
        at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError as error:
        raise ForgedNotice() from error
    return abs(timedelta(seconds=time.time() - at.timestamp()))


def _expect(said: Mapping[str, Any]) -> None:
    if said.get("code") != _SUCCESS:
        log.warning("provider_refused", provider="alipay", answer=dict(said))
        raise ProviderRefused(reason=said.get("sub_msg") or said.get("msg") or said.get("code"))


def _find_uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
