from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.accounts.factories import actor_for, login_user, make_operator, make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotFound, NotSignedIn, TextTooLong
from jishi.foundation.kernel.types import SYSTEM, ActorKind
from jishi.surfaces.api.actions import create_token, revoke_token
from jishi.surfaces.api.errors import TokenInvalid, TooManyTokens
from jishi.surfaces.api.factories import make_token
from jishi.surfaces.api.models import ApiToken
from jishi.surfaces.api.tokens import TokensData, get_caller, list_tokens

pytestmark = pytest.mark.django_db


def test_only_a_hash_is_kept():
    person = make_person()
    made = make_token(person.id, ["me.read"])
    row = ApiToken.objects.get()
    assert made.secret not in str(vars(row))
    assert made.secret.startswith(row.start)
    assert get_caller(made.secret).actor.person_id == person.id


def test_a_token_stops_at_its_time_or_when_revoked():
    person = make_person()
    short, other = make_token(person.id, days=1), make_token(person.id, days=None)
    clock.advance(timedelta(days=2))
    with pytest.raises(TokenInvalid) as caught:
        get_caller(short.secret)
    assert caught.value.code == "token_invalid"
    assert [t.id for t in list_tokens(person.id)] == [other.view.id]
    revoke_token(actor=actor_for(person), token_id=other.view.id)
    with pytest.raises(TokenInvalid):
        get_caller(other.secret)


def test_nobody_revokes_anothers_token():
    made = make_token(make_person().id)
    with pytest.raises(NotFound):
        revoke_token(actor=actor_for(make_person()), token_id=made.view.id)
    assert get_caller(made.secret)


def test_staff_call_as_themselves():
    caller = get_caller(make_token(make_operator().id).secret)
    assert caller.actor.kind is ActorKind.PERSON


@pytest.mark.parametrize("secret", ["", "x", "jishi_", "jishi_" + "a" * 200, "jishi_' OR 1=1"])
def test_wrong_secrets(secret):
    with pytest.raises(TokenInvalid):
        get_caller(secret)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"scopes": []}, InvalidInput),
        ({"scopes": ["root"]}, InvalidInput),
        ({"days": 0}, InvalidInput),
        ({"days": 10**6}, InvalidInput),
        ({"name": ""}, InvalidInput),
        ({"name": "😀" * 10_000}, TextTooLong),
        ({"actor": SYSTEM}, NotSignedIn),
    ],
)
def test_bad_tokens(values, error):
    inputs = {"actor": actor_for(make_person()), "name": "n", "scopes": ["me.read"]} | values
    with pytest.raises(error):
        create_token(**inputs)
    assert ApiToken.objects.count() == 0


def test_there_is_a_limit():
    person = make_person()
    for _ in range(20):
        make_token(person.id)
    with pytest.raises(TooManyTokens) as caught:
        make_token(person.id)
    assert caught.value.code == "too_many_tokens"


def test_the_first_use_is_noted_and_then_every_five_minutes(django_assert_num_queries):
    made = make_token(make_person().id)
    with django_assert_num_queries(2):
        get_caller(made.secret)
    with django_assert_num_queries(1):
        get_caller(made.secret)
    clock.advance(timedelta(minutes=6))
    with django_assert_num_queries(2):
        get_caller(made.secret)


def test_the_page_shows_a_secret_once(client, django_assert_num_queries):
    person = make_person()
    client.force_login(login_user(person.id))
    made = client.post("/api/tokens/new", {"name": "ERP", "scopes": ["shop.read"], "days": "90"})
    assert made.status_code == 200
    secret = made.context["made"].secret
    assert secret in made.content.decode()
    assert get_caller(secret).scopes == {"shop.read"}
    page = client.get("/api/tokens/")
    assert "ERP" in page.content.decode()
    assert secret not in page.content.decode()
    token = list_tokens(person.id)[0]
    assert client.post(f"/api/tokens/{token.id}/revoke").status_code == 302
    assert list_tokens(person.id) == ()


def test_the_page_says_what_is_wrong(client):
    client.force_login(login_user(make_person().id))
    answer = client.post("/api/tokens/new", {"name": "ERP"})
    assert answer.status_code == 422
    assert ApiToken.objects.count() == 0


def test_the_page_is_for_people_who_signed_in(client):
    assert client.get("/api/tokens/").status_code == 302
    assert client.post(f"/api/tokens/{uuid4()}/revoke").status_code == 302


def test_personal_data():
    person = make_person()
    made = make_token(person.id)
    assert made.secret not in str(TokensData().collect(person.id))
    assert "test" in str(TokensData().collect(person.id))
    TokensData().erase(person.id)
    assert ApiToken.objects.count() == 0
