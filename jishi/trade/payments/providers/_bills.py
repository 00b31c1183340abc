"""Reading the bill files of WeChat Pay and Alipay.

Sources: WeChat Pay's 交易账单 (type ALL) and Alipay's 业务明细 of the `trade` bill.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from jishi.trade.payments.rules import read_merchant_number
from jishi.trade.payments.types import BillKind, BillLine

_UNPACKED_LIMIT = 512 * 1024 * 1024


def read_wechat_bill(content: bytes) -> Iterator[BillLine]:
    """Lines of a trade bill: every value has a backquote before it, sums come at the end."""
    text = content.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text))
    heads = [head.strip() for head in next(rows, [])]
    for row in rows:
        if not row or not row[0].startswith("`"):
            return  # the sums begin
        said = dict(zip(heads, (value.lstrip("`").strip() for value in row), strict=False))
        ours = read_merchant_number(said["商户订单号"])
        payment_id, attempt = ours or (None, 1)
        fee = _minor(said.get("手续费", "0"))
        if said["交易状态"] == "REFUND":
            refund = read_merchant_number(said["商户退款单号"])
            yield BillLine(
                BillKind.REFUND,
                said["微信退款单号"],
                refund[0] if refund else None,
                -_minor(said.get("申请退款金额") or said["退款金额"]),
                said["货币种类"],
                is_done=said["退款状态"] == "SUCCESS",
                fee_minor=fee,
            )
        elif said["交易状态"] == "SUCCESS":
            yield BillLine(
                BillKind.PAYMENT,
                said["微信订单号"],
                payment_id,
                _minor(said.get("订单金额") or said["应结订单金额"]),
                said["货币种类"],
                fee_minor=fee,
                attempt=attempt,
            )


def unpack_gzip(content: bytes) -> bytes:
    """The file in a .gz, up to a sane size."""
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        return file.read(_UNPACKED_LIMIT)


def read_alipay_bill(content: bytes) -> Iterator[BillLine]:
    """Lines of the detail file in a bill's zip: GBK, comments begin with #, values end in tabs."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for name in pack.infolist():
            readable = _readable(name)
            if "汇总" in readable or not readable.endswith(".csv"):
                continue
            with pack.open(name) as file:
                yield from _read_alipay(file.read(_UNPACKED_LIMIT).decode("gb18030"))


def _readable(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 0x800:
        return entry.filename
    return entry.filename.encode("cp437", "replace").decode("gb18030", "replace")


def _read_alipay(text: str) -> Iterator[BillLine]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = csv.reader(lines)
    heads = [head.strip() for head in next(rows, [])]
    for row in rows:
        said = dict(zip(heads, (value.strip() for value in row), strict=False))
        ours = read_merchant_number(said["商户订单号"])
        payment_id, attempt = ours or (None, 1)
        amount, fee = _minor(said["订单金额（元）"]), _minor(said.get("服务费（元）", "0"))
        if said["业务类型"] == "退款":
            request = said["退款批次号/请求号"]
            refund = read_merchant_number(request)
            yield BillLine(
                BillKind.REFUND, request, refund[0] if refund else None, amount, "CNY",
                fee_minor=-fee,
            )  # fmt: skip
        else:
            yield BillLine(
                BillKind.PAYMENT, said["支付宝交易号"], payment_id, amount, "CNY",
                fee_minor=-fee, attempt=attempt,
            )  # fmt: skip


def _minor(yuan: str) -> int:
    return int(Decimal(yuan or "0").scaleb(2).to_integral_exact())
