"""Alipay's gateway as its open platform describes it, on this machine."""

from __future__ import annotations

import base64
import io
import json
import secrets
import zipfile
from datetime import datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tests.loopback.base import (
    Answer,
    Service,
    make_key,
    private_pem,
    public_pem,
)

APP_ID, SELLER = "2021000000000001", "2088000000000001"
CHINA = ZoneInfo("Asia/Shanghai")
_PAGES = {
    "alipay.trade.page.pay": "FAST_INSTANT_TRADE_PAY",
    "alipay.trade.wap.pay": "QUICK_WAP_PAY",
}


class Refusal(Exception):
    def __init__(self, code, sub_code):
        super().__init__(sub_code)
        self.code, self.sub_code = code, sub_code


class AlipayService(Service):
    def __init__(self):
        super().__init__()
        self.app_key, self.key = make_key(), make_key()
        self.trades = {}
        self.short_of_money = False

    def settings(self):
        return {
            "alipay_app_id": APP_ID,
            "alipay_seller_id": SELLER,
            "alipay_private_key": private_pem(self.app_key),
            "alipay_public_key": public_pem(self.key),
            "alipay_url": f"{self.url}/gateway.do",
        }

    # What it answers

    def handle(self, request):
        if request.place == "/bill.zip":
            return Answer(200, self.bill(), {"Content-Type": "application/zip"})
        method = dict(parse_qsl(urlsplit(request.path).query)).get("method", "?")
        try:
            said, wanted = self._authorize(request.path)
            answer = self._answer(said["method"], wanted)
            answer = {"code": "10000", "msg": "Success", **answer}
        except Refusal as refusal:
            answer = {"code": refusal.code, "msg": "Business Failed", "sub_code": refusal.sub_code}
            answer["sub_msg"] = refusal.sub_code
        text = json.dumps(answer, ensure_ascii=False)
        name = method.replace(".", "_") + "_response"
        signature = self._sign(text)
        body = f'{{"{name}":{text},"sign":"{signature}"}}'.encode()
        return Answer(200, body, {"Content-Type": "application/json"})

    def _authorize(self, address):
        said = dict(parse_qsl(urlsplit(address).query))
        signature = base64.b64decode(said.pop("sign", ""))
        text = "&".join(f"{k}={v}" for k, v in sorted(said.items()))
        try:
            self.app_key.public_key().verify(signature, text.encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Refusal("40002", "isv.invalid-signature") from None
        for name, value in {"app_id": APP_ID, "charset": "utf-8", "sign_type": "RSA2"}.items():
            if said.get(name) != value:
                raise Refusal("40002", f"isv.invalid-{name}")
        return said, json.loads(said["biz_content"])

    def _answer(self, method, wanted):
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            if not any(t.get("paid_at") for t in self.trades.values()):
                raise Refusal("40004", "isp.bill_not_exist")
            return {"bill_download_url": f"{self.url}/bill.zip"}
        trade = self.trades.get(wanted.get("out_trade_no"))
        if method == "alipay.trade.fastpay.refund.query":
            return self._find_refund(trade, wanted)
        if trade is None:
            raise Refusal("40004", "ACQ.TRADE_NOT_EXIST")
        if method == "alipay.trade.query":
            return self._show(trade)
        if method == "alipay.trade.close":
            if trade["status"] != "WAIT_BUYER_PAY":
                raise Refusal("40004", "ACQ.TRADE_STATUS_ERROR")
            trade["status"] = "TRADE_CLOSED"
            return {"out_trade_no": trade["number"], "trade_no": trade["trade_no"]}
        if method == "alipay.trade.refund":
            return self._refund(trade, wanted)
        raise Refusal("40001", "isv.missing-method")

    def _show(self, trade):
        shown = {
            "trade_no": trade["trade_no"],
            "out_trade_no": trade["number"],
            "trade_status": trade["status"],
            "total_amount": f"{trade['amount']:.2f}",
        }
        return shown | ({"send_pay_date": trade["paid_at"]} if trade.get("paid_at") else {})

    def _refund(self, trade, wanted):
        number, amount = wanted["out_request_no"], Decimal(wanted["refund_amount"])
        known = trade["refunds"].get(number)
        if known is None:
            if not trade.get("paid_at"):
                raise Refusal("40004", "ACQ.TRADE_STATUS_ERROR")
            if self.short_of_money:
                raise Refusal("40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH")
            if amount <= 0 or sum(trade["refunds"].values()) + amount > trade["amount"]:
                raise Refusal("40004", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
            trade["refunds"][number] = amount
            if sum(trade["refunds"].values()) == trade["amount"]:
                trade["status"] = "TRADE_CLOSED"
        elif known != amount:
            raise Refusal("40004", "ACQ.INVALID_PARAMETER")
        total = f"{sum(trade['refunds'].values()):.2f}"
        return {
            "out_trade_no": trade["number"],
            "fund_change": "Y" if known is None else "N",
            "refund_fee": total,
        }

    def _find_refund(self, trade, wanted):
        amount = trade and trade["refunds"].get(wanted["out_request_no"])
        if not amount:
            return {}
        return {
            "out_request_no": wanted["out_request_no"],
            "refund_amount": f"{amount:.2f}",
            "refund_status": "REFUND_SUCCESS",
        }

    def bill(self):
        heads = (
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,"
            "商家实收（元）,退款批次号/请求号,服务费（元）,备注"
        )
        rows = ["#支付宝业务明细查询", "#账号：[20880000]", heads]
        for number, trade in self.trades.items():
            if not trade.get("paid_at"):
                continue
            name, amount = trade["trade_no"], trade["amount"]
            rows.append(f"{name}\t,{number}\t,交易,灯笼,1,1,{amount:.2f},0,\t,-0.03,")
            for request, part in trade["refunds"].items():
                rows.append(f"{name}\t,{number}\t,退款,灯笼,1,1,-{part:.2f},0,{request}\t,0.01,")
        text = "\r\n".join([*rows, "#-----业务明细列表结束-----", ""]).encode("gb18030")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as pack:
            pack.writestr("2088_20261124_业务明细.csv", text)
            pack.writestr("2088_20261124_业务明细(汇总).csv", "总计".encode("gb18030"))
        return packed.getvalue()

    # What its payers and it do by themselves

    def open(self, address):
        """A payer's browser opens the page: only now the trade exists. Gives its number."""
        said, wanted = self._authorize(address)
        assert wanted["product_code"] == _PAGES[said["method"]]
        assert said["notify_url"].startswith("http")
        assert said["return_url"].startswith("http")
        until = datetime.strptime(wanted["time_expire"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        assert until > datetime.now(CHINA)
        number, amount = wanted["out_trade_no"], Decimal(wanted["total_amount"])
        trade = self.trades.setdefault(
            number,
            {
                "number": number,
                "trade_no": f"2026{len(self.trades):024d}",
                "amount": amount,
                "status": "WAIT_BUYER_PAY",
                "refunds": {},
            },
        )
        assert trade["amount"] == amount
        return number

    def pay(self, number, amount=None):
        trade = self.trades[number]
        assert trade["status"] == "WAIT_BUYER_PAY"
        trade |= {"status": "TRADE_SUCCESS", "paid_at": f"{datetime.now(CHINA):%Y-%m-%d %H:%M:%S}"}
        trade["amount"] = Decimal(amount) / 100 if amount else trade["amount"]

    def notice(self, number, **changes):
        trade = self.trades[number]
        form = {
            "notify_id": secrets.token_hex(17),
            "notify_type": "trade_status_sync",
            "notify_time": f"{datetime.now(CHINA):%Y-%m-%d %H:%M:%S}",
            "app_id": APP_ID,
            "seller_id": SELLER,
            "out_trade_no": number,
            "trade_no": trade["trade_no"],
            "trade_status": trade["status"],
            "total_amount": f"{trade['amount']:.2f}",
            "subject": "测试 & test",
            "charset": "utf-8",
        } | changes
        text = "&".join(f"{k}={v}" for k, v in sorted(form.items()))
        body = urlencode({**form, "sign": self._sign(text), "sign_type": "RSA2"}).encode()
        return {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body

    def _sign(self, text):
        return base64.b64encode(self.key.sign(text.encode(), PKCS1v15(), SHA256())).decode()
