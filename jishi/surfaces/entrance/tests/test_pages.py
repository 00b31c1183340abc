"""Signing up, in and out; account pages."""

import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.test import Client

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.factories import (
    login_user,
    make_operator,
    make_person,
    outbox,
)
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.valkey import get_valkey

pytestmark = pytest.mark.django_db
PASSWORD = "bamboo-lantern-9"


@pytest.fixture(autouse=True)
def _fresh_limits():
    get_valkey().flushdb()


def last_sms() -> str:
    return max(outbox().glob("*.txt"), key=lambda p: p.stat().st_mtime_ns).read_text()


def sign_in_surely(client: Client, email: str) -> None:
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def sign_up(client: Client, **values: str):
    values = {"display_name": "林小满", "password1": PASSWORD} | values
    return client.post("/accounts/signup/", values)


def test_sign_up_by_email(client):
    answer = sign_up(client, contact="Lin@example.test")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    card = queries.find_person_by_contact("lin@example.test")
    assert card is not None
    assert card.display_name == "林小满"
    assert not queries.has_verified_contact(card.id)
    link = re.search(r"http\S+/(accounts/confirm-email/\S+)", mail.outbox[-1].body)
    client.post("/" + link[1])
    assert queries.has_verified_contact(card.id)


def test_sign_up_by_phone_is_proved_by_a_code(client):
    answer = sign_up(client, contact="138 0013 8000")
    assert answer["Location"] == "/accounts/phone/verify/"
    assert "_auth_user_id" not in client.session
    code = re.search(r"\d{6}", last_sms().split("\n\n")[1])[0]
    answer = client.post("/accounts/phone/verify/", {"code": code})
    assert answer.status_code == 302
    card = queries.find_person_by_contact("+8613800138000")
    assert card is not None
    assert client.session["_auth_user_id"] == str(card.id)
    assert queries.has_verified_contact(card.id)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"contact": ""}, "contact_missing"),
        ({"contact": "   "}, "contact_missing"),
        ({"contact": "nonsense"}, "phone_invalid"),
        ({"contact": "a@b"}, "email_invalid"),
        ({"contact": "{{ 7*7 }}@example.test'--"}, "email_invalid"),
        ({"contact": "a@example.test", "password1": "12345"}, "password_too_short"),
        ({"contact": "a@example.test", "display_name": "\x00"}, "null_characters_not_allowed"),
        ({"contact": "a@example.test", "display_name": "名" * 41}, "max_length"),
    ],
)
def test_sign_up_refuses_what_cannot_be(client, values, code):
    answer = sign_up(client, **values)
    assert answer.status_code == 200
    errors = answer.context["form"].errors.as_data().values()
    assert code in {e.code for found in errors for e in found}
    assert queries.count_people() == 0


def test_a_taken_contact_opens_no_second_account(client):
    make_person(email="lin@example.test", phone="+8613800138000")
    assert sign_up(client, contact="LIN@example.test").status_code == 200
    sign_up(client, contact="13800138000")
    assert "already" in last_sms() or "已有" in last_sms()
    assert queries.count_people() == 1
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("login", ["lin@example.test", "13800138000", "+86 138 0013 8000"])
def test_sign_in_with_a_password(client, login):
    card = make_person(email="lin@example.test", phone="+8613800138000", password=PASSWORD)
    answer = client.post("/accounts/login/?next=/accounts/", {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/")
    assert client.session["_auth_user_id"] == str(card.id)
    assert [a.action for a in list_audit(actor_id=card.id).items] == ["sign_in"]


def test_wrong_passwords_are_limited(client):
    make_person(email="lin@example.test", password=PASSWORD)
    for _ in range(5):
        client.post("/accounts/login/", {"login": "lin@example.test", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "lin@example.test", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("contact", ["", " ", "nonsense", "a@b"])
def test_a_code_goes_nowhere_without_a_contact(client, contact):
    sent = len(list(outbox().glob("*.txt")))
    answer = client.post("/accounts/login/code/", {"contact": contact})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert len(list(outbox().glob("*.txt"))) == sent


def test_a_code_for_nobody_says_the_same_as_for_somebody(client):
    answer = client.post("/accounts/login/code/", {"contact": "nobody@example.test"})
    assert answer["Location"].startswith("/accounts/login/code/confirm/")
    client.post("/accounts/login/code/confirm/", {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_sign_in_by_code(client):
    card = make_person(phone="+8613800138000")
    answer = client.post("/accounts/login/code/", {"contact": "138 0013 8000"})
    assert answer["Location"].startswith("/accounts/login/code/confirm/")
    code = re.search(r"\d{6}", last_sms().split("\n\n")[1])[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(card.id)


def test_a_next_address_of_another_site_is_not_followed(client):
    make_person(email="lin@example.test", password=PASSWORD)
    answer = client.post(
        "/accounts/login/?next=https://evil.test/",
        {"login": "lin@example.test", "password": PASSWORD, "next": "https://evil.test/"},
    )
    assert answer["Location"] == "/"


def test_pages_need_a_person_and_a_csrf_token():
    client = Client(enforce_csrf_checks=True)
    for path in ("/accounts/", "/accounts/close/", "/accounts/export/", "/accounts/sessions/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    assert client.post("/accounts/login/", {"login": "a", "password": "b"}).status_code == 403


def test_the_overview_says_how_one_signs_in(client):
    card = make_person(email="lin@example.test", phone="+8613800138000", password=PASSWORD)
    client.force_login(login_user(card.id))
    body = client.get("/accounts/", headers={"accept-language": "en"}).content.decode()
    assert "lin@example.test" in body
    assert "+8613800138000" in body
    assert "Not confirmed" not in body
    unproved = make_person(verified=False)
    client.force_login(login_user(unproved.id))
    assert "Not confirmed" in client.get("/accounts/", headers={"accept-language": "en"}).text


def test_export_is_a_zip_of_ones_own_data(client):
    card = make_person(email="lin@example.test", password=PASSWORD)
    sign_in_surely(client, "lin@example.test")
    answer = client.post("/accounts/export/")
    assert answer["Content-Type"] == "application/zip"
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("account.json"))
    assert data["profile"]["email"] == "lin@example.test"
    assert data["profile"]["id"] == str(card.id)
    assert "password" not in json.dumps(data)


def test_closing_asks_and_erases(client):
    card = make_person(email="lin@example.test", password=PASSWORD)
    sign_in_surely(client, "lin@example.test")
    assert client.post("/accounts/close/", {}).status_code == 200
    assert queries.find_person_by_contact("lin@example.test") == card
    assert client.post("/accounts/close/", {"sure": "on"})["Location"] == "/"
    assert queries.find_person_by_contact("lin@example.test") is None
    assert "_auth_user_id" not in client.session


def test_sensitive_pages_ask_for_the_password_again(client):
    card = make_person(password=PASSWORD)
    client.force_login(login_user(card.id))
    for path in ("/accounts/close/", "/accounts/export/", "/accounts/2fa/totp/activate/"):
        assert client.get(path)["Location"].startswith("/accounts/reauthenticate/")


def test_a_second_factor_is_asked_for_and_kept_encrypted(client):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth as totp

    card = make_operator(email="op@example.test", password=PASSWORD)
    assert not queries.has_second_factor(card.id)
    totp.TOTP.activate(login_user(card.id), "JBSWY3DPEHPK3PXP")
    assert queries.has_second_factor(card.id)
    assert "JBSWY3DP" not in str(Authenticator.objects.get().data)
    answer = client.post("/accounts/login/", {"login": "op@example.test", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value("JBSWY3DPEHPK3PXP", counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(card.id)
