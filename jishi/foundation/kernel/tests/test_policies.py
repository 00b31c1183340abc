"""Policy values: a default, an operator's value with its history, limits on both."""

from __future__ import annotations

import pytest
from django.db import transaction

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.errors import InvalidInput, TooManyRequests
from jishi.foundation.kernel.models import PolicyValue
from jishi.foundation.kernel.policies import Policy, change_policy
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.types import operator_actor

DAYS = Policy("kernel_test.days", 7, int, "days", "Only for this test.")
pytestmark = pytest.mark.django_db


def test_the_newest_value_is_in_force_and_audited():
    operator = operator_actor(ids.new_id())
    assert DAYS.get() == 7
    with transaction.atomic():
        change_policy(actor=operator, name=DAYS.name, value=9, reason="Spring festival")
    assert DAYS.get() == 9
    (line,) = list_audit(subject_kind="policy").items
    assert line.detail == {"value": 9, "reason": "Spring festival"}


@pytest.mark.parametrize(("name", "value"), [("no.such", 1), ("kernel_test.days", "many")])
def test_unfit_values_change_nothing(name, value):
    with pytest.raises(InvalidInput):
        change_policy(actor=operator_actor(ids.new_id()), name=name, value=value, reason="")
    assert not PolicyValue.objects.exists()
    assert DAYS.get() == 7


def test_a_rate_is_kept_per_person():
    for _ in range(3):
        check_rate("test", "me", "3/minute")
    with pytest.raises(TooManyRequests) as refusal:
        check_rate("test", "me", "3/minute")
    assert refusal.value.details["seconds"] >= 1
    check_rate("test", "you", "3/minute")
