"""WeChat Pay as its API v3 documents describe it, on this machine."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import secrets
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.loopback.base import (
    Answer,
    Service,
    make_key,
    private_pem,
    public_pem,
)

MCHID, APPID, SERIAL = "1900000001", "wx8888888888888888", "5157F09EFDC096DE15EBE81A47057A72"
KEY_ID = "PUB_KEY_ID_0119000000012026010100000000000001"
APIV3_KEY = "0123456789abcdef0123456789abcdef"
_PAY = re.compile(r"/v3/pay/transactions/(native|jsapi|h5)")
_ORDER = re.compile(r"/v3/pay/transactions/out-trade-no/([^/]+)(/close)?")
_REFUND = re.compile(r"/v3/refund/domestic/refunds(?:/([^/]+))?")
_TOKEN = re.compile(r'(\w+)="([^"]*)"')


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


class WeChatPayService(Service):
    def __init__(self):
        super().__init__()
        self.merchant_key, self.key = make_key(), make_key()
        self.orders, self.refunds, self.nonces = {}, {}, set()
        self.short_of_money = False
        self.certificate_key = None
        self.people = {}  # openids by code, each of which is good once

    def settings(self):
        return {
            "wechatpay_mchid": MCHID,
            "wechatpay_appid": APPID,
            "wechatpay_private_key": private_pem(self.merchant_key),
            "wechatpay_certificate_serial": SERIAL,
            "wechatpay_apiv3_key": APIV3_KEY,
            "wechatpay_public_key": public_pem(self.key),
            "wechatpay_public_key_id": KEY_ID,
            "wechatpay_url": self.url,
        }

    # What it answers

    def handle(self, request):
        if request.place == "/sns/oauth2/access_token":
            return self._identify(parse_qs(urlsplit(request.path).query))
        try:
            self._authorize(request)
            status, said = self._answer(request)
        except Refusal as refusal:
            status, said = refusal.status, {"code": refusal.code, "message": str(refusal)}
        if isinstance(said, bytes):
            return Answer(status, said, {"Content-Type": "application/x-gzip"})
        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        return Answer(status, body, {"Content-Type": "application/json", **self._sign(body)})

    def _identify(self, query):
        code, appid = query["code"][0], query["appid"][0]
        openid = self.people.pop(code, None) if appid == APPID and query["secret"][0] else None
        said = {"openid": openid} if openid else {"errcode": 40029, "errmsg": "invalid code"}
        return Answer(200, json.dumps(said).encode(), {"Content-Type": "text/plain"})

    def _authorize(self, request):
        kind, _, rest = request.headers.get("authorization", "").partition(" ")
        given = dict(_TOKEN.findall(rest))
        marks = [given.get("timestamp", ""), given.get("nonce_str", "")]
        head = "\n".join([request.method, request.path, *marks, ""])
        text = head.encode() + request.body + b"\n"
        try:
            self.merchant_key.public_key().verify(
                base64.b64decode(given.get("signature", "")), text, PKCS1v15(), SHA256()
            )
        except InvalidSignature:
            raise Refusal(401, "SIGN_ERROR", "signature") from None
        fresh = abs(time.time() - int(given["timestamp"])) < 300
        if (
            kind != "WECHATPAY2-SHA256-RSA2048"
            or (given["mchid"], given["serial_no"]) != (MCHID, SERIAL)
            or not fresh
            or given["nonce_str"] in self.nonces
            or request.headers.get("wechatpay-serial") != KEY_ID
        ):
            raise Refusal(401, "SIGN_ERROR", "who is this")
        self.nonces.add(given["nonce_str"])

    def _answer(self, request):
        said = json.loads(request.body) if request.body else {}
        if found := _PAY.fullmatch(request.place):
            return self._pay(found[1], said)
        if found := _ORDER.fullmatch(request.place):
            query = parse_qs(urlsplit(request.path).query)
            mchid = said.get("mchid") or query.get("mchid", [""])[0]
            if mchid != MCHID:
                raise Refusal(400, "PARAM_ERROR", "mchid")
            order = self.orders.get(found[1])
            if order is None:
                raise Refusal(404, "ORDER_NOT_EXIST", "no such order")
            return self._close(order) if found[2] else (200, self._show(order))
        if found := _REFUND.fullmatch(request.place):
            return self._refund(said) if request.method == "POST" else self._find(found[1])
        if request.place == "/v3/bill/tradebill":
            return self._bill()
        if request.place == "/v3/billdownload/file":
            return 200, gzip.compress(self.bill().encode())
        if request.place == "/v3/certificates" and self.certificate_key:
            return 200, {"data": [self._certificate()]}
        raise Refusal(404, "RESOURCE_NOT_EXISTS", request.place)

    def _pay(self, kind, said):
        need = {"appid", "mchid", "description", "out_trade_no", "notify_url", "amount"}
        need |= {"jsapi": {"payer"}, "h5": {"scene_info"}}.get(kind, set())
        if need - said.keys() or (said["mchid"], said["appid"]) != (MCHID, APPID):
            raise Refusal(400, "PARAM_ERROR", f"missing {need - said.keys()}")
        number, amount = said["out_trade_no"], said["amount"]
        if not re.fullmatch(r"[\w|*-]{6,32}", number) or not 0 < amount["total"] < 10**9:
            raise Refusal(400, "PARAM_ERROR", "out_trade_no or amount")
        if "time_expire" in said:
            assert datetime.fromisoformat(said["time_expire"]) > datetime.now(UTC)
        order = self.orders.get(number)
        if order is None:
            order = self.orders[number] = {"kind": kind, "asked": said, "state": "NOTPAY"}
        if order["state"] == "SUCCESS":
            raise Refusal(400, "ORDERPAID", "paid already")
        if order["state"] == "CLOSED":
            raise Refusal(400, "ORDER_CLOSED", "closed already")
        if (order["kind"], order["asked"]["amount"]) != (kind, amount):
            raise Refusal(400, "OUT_TRADE_NO_USED", "the number is another order's")
        if kind == "native":
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={number}"}
        if kind == "h5":
            return 200, {"h5_url": f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin?prepay_id={number}"}
        return 200, {"prepay_id": f"wx{number}"}

    def _close(self, order):
        if order["state"] == "SUCCESS":
            raise Refusal(400, "ORDERPAID", "paid already")
        order["state"] = "CLOSED"
        return 204, None

    def _show(self, order):
        shown = {
            "appid": APPID,
            "mchid": MCHID,
            "out_trade_no": order["asked"]["out_trade_no"],
            "trade_state": "REFUND" if order.get("returned") else order["state"],
        }
        if order["state"] == "SUCCESS":
            shown |= {
                "transaction_id": order["transaction_id"],
                "amount": {**order["taken"], "payer_total": order["taken"]["total"]},
                "success_time": order["at"],
            }
        return shown

    def _refund(self, said):
        order = self.orders.get(said.get("out_trade_no"))
        if order is None or order["state"] != "SUCCESS":
            raise Refusal(404, "RESOURCE_NOT_EXISTS", "no paid order")
        number, amount = said["out_refund_no"], said["amount"]
        if number in self.refunds:
            if self.refunds[number]["amount"]["refund"] != amount["refund"]:
                raise Refusal(400, "INVALID_REQUEST", "another amount under this number")
            return 200, self.refunds[number]
        if self.short_of_money:
            raise Refusal(403, "NOT_ENOUGH", "基本账户余额不足")
        if amount["total"] != order["taken"]["total"]:
            raise Refusal(400, "INVALID_REQUEST", "the total is another")
        if order.get("returned", 0) + amount["refund"] > order["taken"]["total"]:
            raise Refusal(400, "INVALID_REQUEST", "more than is left")
        order["returned"] = order.get("returned", 0) + amount["refund"]
        self.refunds[number] = {
            "refund_id": f"5030{len(self.refunds):020d}",
            "out_refund_no": number,
            "out_trade_no": said["out_trade_no"],
            "transaction_id": order["transaction_id"],
            "status": "PROCESSING" if order.get("slow_refunds") else "SUCCESS",
            "amount": amount,
        }
        return 200, self.refunds[number]

    def _find(self, number):
        if number not in self.refunds:
            raise Refusal(404, "RESOURCE_NOT_EXISTS", "no such refund")
        return 200, self.refunds[number]

    def _bill(self):
        if not any(o["state"] == "SUCCESS" for o in self.orders.values()):
            raise Refusal(400, "NO_STATEMENT_EXIST", "nothing happened on that day")
        return 200, {
            "hash_type": "SHA1",
            "hash_value": hashlib.sha1(self.bill().encode()).hexdigest(),
            "download_url": f"{self.url}/v3/billdownload/file?token=1",
        }

    def bill(self):
        heads = (
            "交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,"
            "微信退款单号,商户退款单号,退款金额,退款状态,商品名称,手续费,订单金额,申请退款金额"
        )
        rows = []
        for number, order in self.orders.items():
            if order["state"] == "SUCCESS":
                yuan = f"{order['taken']['total'] / 100:.2f}"
                rows.append(
                    [order["at"], APPID, MCHID, order["transaction_id"], number, "SUCCESS", "CNY",
                     yuan, "0", "0", "0.00", "", "a, b", "0.03", yuan, "0.00"]
                )  # fmt: skip
        for number, refund in self.refunds.items():
            yuan = f"{refund['amount']['refund'] / 100:.2f}"
            rows.append(
                ["2026", APPID, MCHID, refund["transaction_id"], refund["out_trade_no"], "REFUND",
                 "CNY", "0.00", refund["refund_id"], number, yuan, refund["status"], "x", "-0.01",
                 "0.00", yuan]
            )  # fmt: skip
        lines = [",".join('"`a, b"' if v == "a, b" else f"`{v}" for v in row) for row in rows]
        return "\ufeff" + "\r\n".join([heads, *lines, "总交易单数,应结订单总金额", "`1,`1.00", ""])

    # What its payers and it do by themselves

    def pay(self, number, amount=None):
        order = self.orders[number]
        asked = order["asked"]["amount"]
        order |= {
            "state": "SUCCESS",
            "transaction_id": f"4200{len(self.orders):020d}",
            "taken": {"total": amount or asked["total"], "currency": asked["currency"]},
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def notice(self, number, *, event="TRANSACTION.SUCCESS", **changes):
        """Headers and body of the notice about an order, signed and encrypted now."""
        resource = self._show(self.orders[number]) | changes
        if event.startswith("REFUND."):
            resource.pop("appid")
        return self.send(event, resource)

    def send(self, event, resource, key=None, serial=KEY_ID):
        nonce = secrets.token_hex(6)
        body = json.dumps(
            {
                "id": secrets.token_hex(16),
                "create_time": datetime.now(UTC).isoformat(timespec="seconds"),
                "resource_type": "encrypt-resource",
                "event_type": event,
                "resource": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "nonce": nonce,
                    "associated_data": "transaction",
                    "ciphertext": self._encrypt(nonce, "transaction", json.dumps(resource)),
                },
            }
        ).encode()
        return self._sign(body, key, serial), body

    def _encrypt(self, nonce, about, text):
        sealed = AESGCM(APIV3_KEY.encode()).encrypt(nonce.encode(), text.encode(), about.encode())
        return base64.b64encode(sealed).decode()

    def _sign(self, body, key=None, serial=KEY_ID):
        at, nonce = str(int(time.time())), secrets.token_hex(16)
        text = f"{at}\n{nonce}\n".encode() + body + b"\n"
        signature = (key or self.key).sign(text, PKCS1v15(), SHA256())
        return {
            "Wechatpay-Timestamp": at,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature": base64.b64encode(signature).decode(),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }

    def add_certificate(self):
        """A platform certificate besides the public key; gives its serial number."""
        self.certificate_key = make_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com test")])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(name)
            .public_key(self.certificate_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .sign(self.certificate_key, SHA256())
        )  # fmt: skip
        return f"{self.certificate.serial_number:X}"

    def _certificate(self):
        nonce = secrets.token_hex(6)
        pem = self.certificate.public_bytes(Encoding.PEM).decode()
        return {
            "serial_no": f"{self.certificate.serial_number:X}",
            "effective_time": self.certificate.not_valid_before_utc.isoformat(),
            "expire_time": self.certificate.not_valid_after_utc.isoformat(),
            "encrypt_certificate": {
                "algorithm": "AEAD_AES_256_GCM",
                "nonce": nonce,
                "associated_data": "certificate",
                "ciphertext": self._encrypt(nonce, "certificate", pem),
            },
        }
