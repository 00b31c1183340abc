"""Who comes into the Control room."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jishi.foundation.accounts.factories import login_user, make_operator, make_person, operator
from jishi.foundation.kernel.policies import change_policy

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    """Every address under /control/, with made-up arguments."""
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            text = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern, text)
            elif isinstance(pattern, URLPattern) and text.startswith("control/"):
                found.append("/" + text)

    walk(get_resolver(), "")
    return found


def plain(address: str) -> str:
    """An address that the pattern matches."""
    for kind, value in {
        "<path:object_id>": "01900000-0000-7000-8000-000000000000",
        "<slug:name>": "admit",
        "<int:job_id>": "1",
        "<uuid:dispute_id>": "01900000-0000-7000-8000-000000000000",
    }.items():
        address = address.replace(kind, value)
    return address


PLAIN = [plain(a) for a in addresses() if "^" not in a and "(" not in a]


def test_there_are_addresses():
    assert {"/control/", "/control/ledger/", "/control/shops/shop/"} <= set(PLAIN)


def test_visitors_are_sent_to_sign_in(client):
    for address in PLAIN:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/accounts/"), address


def test_the_room_does_not_exist_for_others(client):
    client.force_login(login_user(make_person().id))
    for address in PLAIN:
        if not address.endswith(("logout/", "password/")):
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code == 404, address


def test_policy_asks_staff_for_a_second_factor(client):
    person = make_operator()
    client.force_login(login_user(person.id))
    assert client.get("/control/").status_code == 200
    change_policy(
        actor=operator(), name="accounts.staff_second_factor", value=True, reason="a test"
    )
    answer = client.get("/control/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(login_user(person.id), "JBSWY3DPEHPK3PXP")
    assert client.get("/control/").status_code == 200
