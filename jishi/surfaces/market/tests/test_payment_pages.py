"""The way to the provider and back, its notices over real HTTP, and the sandbox's page."""

import pytest

from jishi.foundation.accounts.factories import login_user, make_person
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.payments.actions.deliver_sandbox_notice import deliver_sandbox_notice
from jishi.trade.payments.errors import ProviderUnavailable
from jishi.trade.payments.factories import (
    count_heard,
    make_payment,
    make_till,
    owed_notice,
    sandbox_books,
)
from jishi.trade.payments.queries import get_payment
from jishi.trade.payments.types import PaymentStatus
from tests.loopback.wechatpay import WeChatPayService

pytestmark = pytest.mark.django_db


@pytest.fixture
def payer():
    return make_person()


@pytest.fixture
def payment(payer):
    make_till()
    with durable():
        return make_payment(amount_minor=4590, payer_id=payer.id)


@pytest.fixture
def browser(client, payer):
    client.force_login(login_user(payer.id))
    return client


def press(browser, page, button="pay", notices="once"):
    return browser.post(page, {"button": button, "notices": notices})


@pytest.fixture
def page(browser, payment):
    return browser.get(payment.redirect_url)["Location"]


def test_there_and_back(browser, payment, page):
    assert page.startswith("/payments/sandbox/")
    shown = browser.get(page)
    assert shown.status_code == 200
    assert "45.90" in shown.content.decode()
    back = press(browser, page)["Location"]
    assert back == f"/payments/return/{payment.id}/"
    assert get_payment(payment.id).status is PaymentStatus.PENDING
    assert browser.get(back)["Location"] == "/orders/"
    assert get_payment(payment.id).status is PaymentStatus.PAID


def test_coming_back_without_having_paid_is_no_payment(browser, payment, page):
    assert page
    browser.get(f"/payments/return/{payment.id}/?status=success&paid=1")
    assert get_payment(payment.id).status is PaymentStatus.PENDING
    assert get_balance(f"escrow:{payment.reference}").posted_minor == 0


WECHAT = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone) Mobile MicroMessenger/8.0"}


@pytest.fixture
def wechat(monkeypatch):
    service = WeChatPayService().start()
    for name, value in service.settings().items():
        monkeypatch.setattr(settings, name, value)
    yield service
    service.stop()


def test_a_code_to_scan_and_back_by_itself(browser, payment, wechat):
    shown = browser.post(payment.redirect_url, {"provider": "wechatpay"})
    assert shown.status_code == 200
    assert b"<svg" in shown.content
    assert b'value="sandbox"' in shown.content  # another way stays open
    state = f"/payments/go/{payment.id}/state/"
    assert browser.get(state).status_code == 204
    wechat.pay(payment.id.hex)
    assert browser.get(f"/payments/return/{payment.id}/").status_code == 302
    assert get_payment(payment.id).status is PaymentStatus.PAID
    assert browser.get(state)["HX-Redirect"] == f"/payments/return/{payment.id}/"


def test_inside_wechat_its_own_cashier_opens(browser, payment, wechat, monkeypatch):
    browser.post(payment.redirect_url, {"provider": "wechatpay"})
    monkeypatch.setattr(settings, "wechatpay_app_secret", "a secret")
    monkeypatch.setattr(settings, "wechat_url", wechat.url)
    away = browser.get(payment.redirect_url, **WECHAT)["Location"]
    assert away.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx")
    forged = browser.get(payment.redirect_url + "?code=1&state=mine", **WECHAT)
    assert forged["Location"] == away
    state = browser.session["wechat_state"]
    wechat.people["one-time"] = "o-buyer"
    shown = browser.get(f"{payment.redirect_url}?code=one-time&state={state}", **WECHAT)
    assert b"paySign" in shown.content
    assert browser.get(payment.redirect_url, **WECHAT).status_code == 200  # known from now on
    browser.session["wechat_openid"] = ""


def test_a_phone_goes_to_the_providers_page(browser, payment, wechat):
    phone = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 15) Mobile"}
    away = browser.post(payment.redirect_url, {"provider": "wechatpay"}, **phone)
    assert away["Location"].startswith("https://wx.tenpay.com/")


def test_a_provider_that_is_down_says_so_and_what_else(browser, payment, wechat):
    wechat.faults[:] = [503]
    shown = browser.post(payment.redirect_url, {"provider": "wechatpay"})
    assert shown.status_code == 409
    assert b'value="sandbox"' in shown.content
    again = browser.post(payment.redirect_url, {"provider": "sandbox"})
    assert again["Location"].startswith("/payments/sandbox/")


@pytest.mark.parametrize("place", ["go", "return"])
def test_other_peoples_payments_are_not_there(client, payment, place):
    address = f"/payments/{place}/{payment.id}/"
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(login_user(make_person().id))
    assert client.get(address).status_code == 404
    assert client.get(f"/payments/{place}/{new_id()}/").status_code == 404
    assert sandbox_books(payment.id) is None


@pytest.mark.parametrize(
    ("button", "says"), [("decline", "declined"), ("pay_late", "late"), ("close", "closed")]
)
def test_every_button(browser, payment, page, button, says):
    assert press(browser, page, button).status_code == 302
    assert sandbox_books(payment.id).state == says
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize(
    "data", [{"button": "refund"}, {}, {"button": "pay", "notices": "{{7*7}}"}]
)
def test_buttons_that_do_not_exist(browser, payment, page, data):
    assert browser.post(page, data).status_code == 422
    assert sandbox_books(payment.id).state == "open"


def test_a_second_click_pays_once(browser, payment, page):
    first, second = press(browser, page), press(browser, page)
    assert first["Location"] == second["Location"]
    assert len(sandbox_books(payment.id).notices) == 1
    assert press(browser, page, "close").status_code == 409


def test_the_page_needs_its_token(payment, payer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(login_user(payer.id))
    page = strict.get(payment.redirect_url)["Location"]
    assert strict.post(page, {"button": "pay"}).status_code == 403
    assert sandbox_books(payment.id).state == "open"


@pytest.mark.parametrize("ref", ["nothing", "'; DROP TABLE x", "%00"])
def test_an_unknown_charge_is_not_found(client, ref):
    assert client.get(f"/payments/sandbox/{ref}/").status_code == 404


def test_outside_of_a_sandbox_there_is_no_such_page(browser, page, monkeypatch):
    monkeypatch.setattr(settings, "sandbox", False)
    assert browser.get(page).status_code == 404
    assert press(browser, page).status_code == 404


def send(client, headers, body, provider="sandbox"):
    return client.post(
        f"/payments/notify/{provider}/",
        body,
        content_type="application/json",
        headers={k: v for k, v in headers.items() if k != "Content-Type"},
    )


def test_a_notice_makes_us_ask(browser, client, payment, page):
    press(browser, page)
    headers, body = owed_notice(payment.id)
    for _ in range(3):
        assert send(client, headers, body).status_code == 204
    assert count_heard(payment.id) == 1
    assert get_payment(payment.id).status is PaymentStatus.PENDING


def test_a_forged_notice_is_refused(browser, client, payment, page):
    press(browser, page)
    headers, body = owed_notice(payment.id)
    forged = send(client, headers, body.replace(b"4590", b"1"))
    assert forged.status_code == 403
    assert forged.json()["error"]["code"] == "forged_notice"
    assert send(client, headers, body, "nobody").status_code == 404
    assert send(client, {}, b"x" * 70_000).status_code == 422
    assert client.get("/payments/notify/sandbox/").status_code == 405
    assert count_heard(payment.id) == 0


@pytest.mark.django_db(transaction=True)
class TestOverHttp:
    """A real server on loopback hears the sandbox."""

    @pytest.fixture(autouse=True)
    def _here(self, live_server, monkeypatch):
        monkeypatch.setattr(settings, "port", live_server.thread.port)

    @pytest.mark.parametrize(
        ("notices", "heard"), [("once", 1), ("twice", 1), ("out_of_order", 2), ("never", 0)]
    )
    def test_notices_as_chosen(self, browser, payment, notices, heard):
        page = browser.get(payment.redirect_url)["Location"]
        press(browser, page, notices=notices)
        run_pending_jobs()
        assert count_heard(payment.id) == heard
        assert sandbox_books(payment.id).delivered == heard
        expected = PaymentStatus.PAID if heard else PaymentStatus.PENDING
        assert get_payment(payment.id).status is expected
        assert get_balance(f"escrow:{payment.reference}").posted_minor == (4590 if heard else 0)

    def test_late_money_is_announced_and_goes_back(self, browser, payment):
        page = browser.get(payment.redirect_url)["Location"]
        press(browser, page, "close")
        run_pending_jobs()
        assert get_payment(payment.id).status is PaymentStatus.CLOSED
        press(browser, page, "pay_late")
        run_pending_jobs()
        assert get_payment(payment.id).refunded_minor == 4590
        assert sandbox_books(payment.id).returned_minor == 4590

    def test_a_market_that_is_away_is_told_again(self, browser, payment, monkeypatch):
        monkeypatch.setattr(settings, "port", 9)  # nobody listens there
        page = browser.get(payment.redirect_url)["Location"]
        press(browser, page)
        with pytest.raises(ProviderUnavailable):
            deliver_sandbox_notice(sandbox_books(payment.id).notices[0])
        books = sandbox_books(payment.id)
        assert (books.attempts, books.delivered) == (1, 0)
