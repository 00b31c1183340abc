"""After-sales for buyers: apply, follow, answer; a double click is one, strangers see nothing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.content.media.factories import picture_bytes
from jishi.foundation.accounts.factories import login_user
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.trade.aftersales.actions.offer_terms import offer_terms
from jishi.trade.aftersales.factories import apply, awaiting_return, disputed, merchant_of, take
from jishi.trade.aftersales.queries import list_after_sales_of
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus
from jishi.trade.orders.factories import make_paid_order, ship
from jishi.trade.orders.queries import load_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer):
    shipped = ship(make_paid_order(buyer))
    run_pending_jobs()
    return load_order(shipped.id)


def page_of(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def send(browser, case, step, **fields):
    values = {"key": str(new_id())} | fields
    return browser.post(f"/aftersales/{case.id}/{step}", values, follow=True).content.decode()


def test_a_buyer_applies_with_a_picture_and_the_order_shows_it(browser, order, buyer):
    line = order.lines[0]
    path = f"/orders/{order.id}/apply/"
    assert f'href="{path}"' in page_of(browser, f"/orders/{order.id}/")
    choice = page_of(browser, path)
    assert f"?line={line.id}&amp;kind=refund_only" in choice
    form = page_of(browser, f"{path}?line={line.id}&kind=refund_only")
    assert "Damaged or spoiled" in form
    assert "Changed my mind" not in form
    assert (
        len(re.findall(r'btn-primary[^>]*type="submit"|type="submit"[^>]*btn-primary', form)) == 1
    )
    values = {
        "key": str(new_id()),
        "line": str(line.id),
        "kind": "refund_only",
        "reason": "damaged",
        "quantity": "1",
        "amount": "5",
        "text": "It is broken",
    }
    bare = browser.post(path, values)
    assert (bare.status_code, "a picture is needed" in bare.content.decode()) == (422, True)
    for _ in range(2):  # a double click
        files = SimpleUploadedFile("a.jpg", picture_bytes(), "image/jpeg")
        sent = browser.post(path, values | {"files": files})
        assert sent.status_code == 302
    (case,) = list_after_sales_of(buyer.require_person()).items
    assert (case.amount_minor, case.kind) == (500, AfterSaleKind.REFUND_ONLY)
    html = page_of(browser, f"/aftersales/{case.id}/")
    assert "Waiting for the shop&#x27;s answer" in html
    assert "the money is given back by itself" in html
    assert "It is broken" in html
    assert "After-sale: Waiting for the shop&#x27;s answer" in page_of(
        browser, f"/orders/{order.id}/"
    )
    assert "Waiting for the shop&#x27;s answer" in page_of(browser, "/orders/")


def test_each_button_is_a_step_of_the_machine(browser, order):
    case = apply(order)
    take(
        offer_terms,
        merchant_of(case),
        case,
        kind=AfterSaleKind.REFUND_ONLY,
        amount_minor=100,
        note="Half of it",
    )
    html = page_of(browser, f"/aftersales/{case.id}/")
    assert set(re.findall(r'data-sheet="step-([a-z_]+)"', html)) == {
        "accept_offer",
        "refuse_offer",
        "withdraw",
        "give_evidence",
    }
    send(browser, case, "accept_offer")
    run_pending_jobs()
    assert load_case(case.id).status is AfterSaleStatus.REFUNDED
    assert "¥1.00 returned to you" in page_of(browser, f"/aftersales/{case.id}/")
    assert "cannot become" in send(browser, case, "withdraw")
    assert browser.post(f"/aftersales/{case.id}/agree", {"key": str(new_id())}).status_code == 404


def test_goods_go_back_with_a_printed_label(browser, order):
    case = awaiting_return(order)
    html = page_of(browser, f"/aftersales/{case.id}/")
    assert "2 Lantern Street" in html
    label = browser.get(f"/aftersales/{case.id}/label/")
    assert (label["Content-Type"], label.content[:4]) == ("application/pdf", b"%PDF")
    send(browser, case, "ship_back", carrier="SF", tracking_number="SF12345")
    assert load_case(case.id).return_number == "SF12345"


def test_a_dispute_shows_both_sides_and_strangers_see_nothing(browser, client, order):
    case = disputed(order)
    html = page_of(browser, f"/aftersales/{case.id}/")
    assert "The market hears both sides" in html
    assert "the market decides on what it has been given" in html
    send(browser, case, "give_evidence", text="Look at the corner")
    assert "Look at the corner" in page_of(browser, f"/aftersales/{case.id}/")
    client.force_login(login_user(merchant_of(case).require_person()))
    for path in (f"/aftersales/{case.id}/", f"/orders/{order.id}/apply/"):
        assert client.get(path).status_code == 404


def test_lists_do_not_cost_more_with_more_cases(browser, buyer):
    def count(path):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    for _ in range(2):
        order = ship(make_paid_order(buyer))
        run_pending_jobs()
        disputed(load_order(order.id))
        counts = [count(path) for path in ("/me/aftersales/", "/orders/") for _ in range(2)]
        assert counts[1::2] == [6, 6]
