"""Roles in something."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.actions.revoke_membership import revoke_membership
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.factories import clock_at, recorded
from jishi.foundation.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_role_is_granted_replaced_and_revoked():
    person, shop = make_person(), uuid4()
    where = {"person_id": person.id, "scope_kind": "shop", "scope_id": shop}
    grant_membership(actor=SYSTEM, role="staff", **where)
    grant_membership(actor=SYSTEM, role="manager", **where)
    assert [m.role for m in queries.list_members("shop", shop)] == ["manager"]
    assert queries.has_role(person.id, "shop", shop)
    assert queries.has_role(person.id, "shop", shop, {"manager"})
    assert not queries.has_role(person.id, "shop", shop, {"owner"})
    assert not queries.has_role(person.id, "provider", shop)
    revoke_membership(actor=SYSTEM, **where)
    assert queries.list_memberships(person.id) == ()
    with pytest.raises(NotFound):
        revoke_membership(actor=SYSTEM, **where)
    assert len(recorded("accounts.membership_revoked")) == 1


def test_a_role_ends_by_the_market_clock():
    person, shop = make_person(), uuid4()
    grant_membership(
        actor=SYSTEM,
        person_id=person.id,
        scope_kind="shop",
        scope_id=shop,
        role="agency",
        expires_at=clock.now() + timedelta(days=30),
    )
    assert queries.has_role(person.id, "shop", shop)
    with clock_at(timedelta(days=31)):
        assert not queries.has_role(person.id, "shop", shop)
        assert queries.list_memberships(person.id, "shop") == ()


def test_an_end_in_the_past_is_refused():
    person = make_person()
    with pytest.raises(InvalidInput):
        grant_membership(
            actor=SYSTEM,
            person_id=person.id,
            scope_kind="shop",
            scope_id=uuid4(),
            role="staff",
            expires_at=clock.now() - timedelta(seconds=1),
        )
    assert queries.list_memberships(person.id) == ()
