"""A part of one line is refunded, another comes back, a third is won on appeal; then settled."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.buying import SETUP, Unfinished, connect, insist
from tests.journeys.conftest import shoot
from tests.journeys.test_story import go
from tests.market import Market

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
FEE_PPM = 50_000
PRICES = (4590, 12800, 6600)
STOCK = 5

MORE = """
from jishi.foundation.accounts.factories import make_operator
from jishi.trade.orders.factories import line_of, make_paid_order, ship
goods = []
for price in @PRICES@:
    with durable():
        goods.append(make_product(shop, price_minor=price, stock=@STOCK@,
                                  pictures=(picture.picture_for(1280),)))
order = ship(make_paid_order(person_actor(buyer.id), *(line_of(p) for p in goods)))
print(json.dumps({
    "shop": str(shop.id), "order": str(order.id), "owner": session(owner_of(shop).person_id),
    "buyer": buyers[0]["session"], "skus": [str(line.sku_id) for line in order.lines],
    "lines": [str(line.id) for line in order.lines],
    "totals": [line.payable_minor for line in order.lines],
    "operators": [session(make_operator().id) for _ in range(2)],
}))
"""


def set_up(market: Market) -> dict[str, Any]:
    """A shipped order of three lines, its two sides, and two operators."""
    code = (SETUP + MORE).replace("@BUYERS@", "1").replace("@STOCK@", str(STOCK))
    found: dict[str, Any] = json.loads(
        market.python(code.replace("@PRICES@", str(PRICES))).strip().splitlines()[-1]
    )
    return found


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "broken.jpg"
    Image.radial_gradient("L").resize((900, 900)).convert("RGB").save(path, "JPEG")
    return path


def test_refund_return_and_dispute_to_the_last_fen(market, people, broken):
    goods = set_up(market)
    buyer = people.open(goods["buyer"], width=390, language="zh-hans")
    desk = people.open(goods["owner"], width=1440, language="zh-hans")
    insist("settlement knows the order", lambda: _is_held(market, goods))
    _keep_address(desk, goods)

    part = _apply(buyer, goods, 0, "refund_only", broken, amount="5.90")
    _answer(desk, goods, part, "agree")

    back = _apply(buyer, goods, 1, "return_refund", broken)
    _answer(desk, goods, back, "agree")
    _press(buyer, back, "ship_back", carrier="顺丰速运", tracking_number="SF1234567890")
    shoot(buyer, "aftersale-sent-back", full=True)
    go(desk, f"/shop/{goods['shop']}/aftersales/{back}/")
    shoot(desk, "desk-aftersale", full=True)
    desk.locator("#confirm_return button.btn-primary").dblclick()
    expect(desk.locator("#confirm_return")).to_have_count(0)

    lost = _apply(buyer, goods, 2, "refund_only", broken)
    go(desk, f"/shop/{goods['shop']}/aftersales/{lost}/")
    desk.click("[data-sheet=reject]")
    desk.fill("#reject-reason", "图片看不出破损")
    desk.locator("#reject button[type=submit]").click()
    expect(desk.locator("[data-sheet=reject]")).to_have_count(0)
    _press(buyer, lost, "escalate", text="照片拍得很清楚")
    _press(buyer, lost, "give_evidence", text="底部裂了一道缝")
    shoot(buyer, "aftersale-dispute", full=True)
    market.jishi("clock", "advance", "4d")
    dispute = insist("evidence is closed", lambda: _dispute_to_rule(market, lost))
    first, second = (people.open(s, width=1440, language="zh-hans") for s in goods["operators"])
    _rule(first, dispute, "dismissed", "buyer")
    _press(buyer, lost, "appeal", text="请换一位看看")
    shoot(buyer, "aftersale-appealed", full=True)
    _rule(second, dispute, "refund", "merchant")
    shoot(second, "control-dispute", full=True)
    go(buyer, f"/aftersales/{lost}/")
    expect(buyer.locator("h1")).to_contain_text("退款")
    go(buyer, f"/orders/{goods['order']}/")
    shoot(buyer, "order-with-aftersales", full=True)

    market.jishi("clock", "advance", "12d")
    insist("received by itself", lambda: _is_scheduled(market, goods))
    market.jishi("clock", "advance", "8d")
    insist("settled", lambda: _is_settled(market, goods))
    _check_books(market, goods)


def _keep_address(desk: Page, goods: dict[str, Any]) -> None:
    go(desk, f"/shop/{goods['shop']}/aftersales/address/")
    for name, words in {
        "name": "售后部",
        "phone": "0571",
        "region": "杭州",
        "street": "一号",
    }.items():
        desk.fill(f"input[name={name}]", words)
    desk.locator("main form button[type=submit]").click()
    desk.wait_for_url(re.compile(r"/aftersales/$"))


def _apply(
    buyer: Page, goods: dict[str, Any], line: int, kind: str, picture: Path, amount: str = ""
) -> str:
    """From the order to the case; the picture comes with the form."""
    path = f"/orders/{goods['order']}/apply/"
    go(buyer, path)
    choice = buyer.locator(f"a[href='?line={goods['lines'][line]}']")
    if choice.count():  # the last line that is left is chosen already
        choice.click()
    buyer.locator(f"a[href*='kind={kind}']").click()
    buyer.select_option("select[name=reason]", "damaged")
    if amount:
        buyer.fill("input[name=amount]", amount)
    buyer.fill("textarea[name=text]", "开箱就破了")
    buyer.set_input_files("input[name=files]", picture)
    if line == 0:
        shoot(buyer, "aftersale-apply", full=True)
    buyer.locator("main form button.btn-primary").click()
    buyer.wait_for_url(re.compile(r"/aftersales/[0-9a-f-]{36}/"))
    return re.search(r"/aftersales/([0-9a-f-]{36})/", buyer.url)[1]


def _answer(desk: Page, goods: dict[str, Any], case: str, step: str) -> None:
    go(desk, f"/shop/{goods['shop']}/aftersales/{case}/")
    button = desk.locator(f"form[action$='/{step}'] button")
    button.click()
    expect(button).to_have_count(0)


def _press(buyer: Page, case: str, step: str, **fields: str) -> None:
    """A button of the case's page, with what its sheet asks for."""
    go(buyer, f"/aftersales/{case}/")
    buyer.click(f"button[data-sheet='step-{step}']")
    sheet = buyer.locator(f"#step-{step}")
    for name, words in fields.items():
        sheet.locator(f"[name={name}]").fill(words)
    with buyer.expect_navigation():
        sheet.locator("button[type=submit]").click()
    expect(buyer.locator(".toast")).to_be_visible()


def _rule(operator: Page, dispute: str, outcome: str, liability: str) -> None:
    go(operator, f"/control/disputes/{dispute}/")
    operator.select_option("select[name=outcome]", outcome)
    operator.select_option("select[name=liability]", liability)
    operator.fill("textarea[name=reason]", "双方凭证已看过")
    with operator.expect_navigation():
        operator.locator("form.control-form button[type=submit]").click()


def _is_held(market: Market, goods: dict[str, Any]) -> None:
    if _status(market, goods) != "held":
        raise Unfinished("not held")


def _is_scheduled(market: Market, goods: dict[str, Any]) -> None:
    sql = "SELECT release_at FROM settlement_settlement WHERE order_id = %s"
    with connect(market) as db:
        row = db.execute(sql, [goods["order"]]).fetchone()
    if row is None or row[0] is None:
        raise Unfinished("not received")


def _is_settled(market: Market, goods: dict[str, Any]) -> None:
    if _status(market, goods) != "settled":
        raise Unfinished("not settled")


def _status(market: Market, goods: dict[str, Any]) -> str:
    sql = "SELECT status FROM settlement_settlement WHERE order_id = %s"
    with connect(market) as db:
        row = db.execute(sql, [goods["order"]]).fetchone()
    return row[0] if row else ""


def _dispute_to_rule(market: Market, case: str) -> str:
    sql = "SELECT id FROM aftersales_dispute WHERE after_sale_id = %s AND status = 'deciding'"
    with connect(market) as db:
        row = db.execute(sql, [case]).fetchone()
    if row is None:
        raise Unfinished("still taking evidence")
    return str(row[0])


def _check_books(market: Market, goods: dict[str, Any]) -> None:
    """Escrow is zero, the shop has what is left less the fee, the pieces are on the shelf."""
    accounts = [f"escrow:order:{goods['order']}", f"shop:{goods['shop']}:available"]
    accounts.append(f"shop:{goods['shop']}:reserve")
    with connect(market) as db:
        sums = dict(
            db.execute(
                "SELECT account, sum(amount_minor)::bigint FROM ledger_posting"
                " WHERE account = ANY(%s) GROUP BY 1",
                [accounts],
            ).fetchall()
        )
        shelf = dict(
            db.execute(
                "SELECT sku_id::text, on_hand FROM catalog_stock WHERE sku_id = ANY(%s::uuid[])",
                [goods["skus"]],
            ).fetchall()
        )
        given = db.execute(
            "SELECT sum(refunded_minor) FROM aftersales_aftersale WHERE order_id = %s",
            [goods["order"]],
        ).fetchone()
    assert given == (590 + goods["totals"][1] + goods["totals"][2],)
    left = goods["totals"][0] - 590
    assert sums[accounts[0]] == 0
    assert sums[accounts[1]] + sums.get(accounts[2], 0) == left - round(left * FEE_PPM / 1_000_000)
    assert [shelf[sku] for sku in goods["skus"]] == [STOCK - 1, STOCK, STOCK - 1]
    assert "none" in market.jishi("invariants").stdout
