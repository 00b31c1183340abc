"""Disputes in the Control room: the queue, the effect, the ruling, the appeal by another."""

from datetime import timedelta

import pytest

from jishi.foundation.accounts.factories import login_user, make_operator
from jishi.foundation.kernel.factories import pass_time
from jishi.foundation.kernel.ids import new_id
from jishi.trade.aftersales.actions.appeal_ruling import appeal_ruling
from jishi.trade.aftersales.factories import buyer_of, disputed, take
from jishi.trade.aftersales.queries.cases import load_case
from jishi.trade.aftersales.types import AfterSaleStatus, DisputeStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(login_user(make_operator().id))
    client.cookies["language"] = "en"
    return client


def test_a_dispute_is_ruled_and_its_appeal_decided_by_somebody_else(staff):
    case = disputed()
    assert "No dispute waits" in staff.get("/control/disputes/").content.decode()
    pass_time(timedelta(days=4))
    case = load_case(case.id)
    path = f"/control/disputes/{case.dispute.id}/"
    listed = staff.get("/control/disputes/").content.decode()
    assert case.number in listed
    assert "Disputes to rule" in staff.get("/control/").content.decode()
    page = staff.get(path, {"amount": "1"}).content.decode()
    assert "The buyer gets" in page
    assert "It is broken, look" in page
    ruling = {
        "key": str(new_id()),
        "outcome": "dismissed",
        "liability": "buyer",
        "amount": "1",
        "reason": "The film shows it whole",
    }
    bad = staff.post(path, ruling | {"outcome": "x"}, follow=True).content.decode()
    assert "cannot be used" in bad
    answer = staff.post(path, ruling, follow=True).content.decode()
    assert "Ruled: both sides read it now." in answer
    assert load_case(case.id).dispute.status is DisputeStatus.RULED
    take(appeal_ruling, buyer_of(case), case, reason="Look again")
    final = {"key": str(new_id()), "outcome": "refund", "liability": "merchant", "amount": "1"}
    final |= {"reason": "It was broken on the way", "freight": ""}
    assert "did not rule before" in staff.post(path, final, follow=True).content.decode()
    staff.force_login(login_user(make_operator().id))
    staff.post(path, final | {"key": str(new_id())})
    case = load_case(case.id)
    assert (case.status, case.refunded_minor) == (AfterSaleStatus.REFUNDED, 100)
    everything = staff.get("/control/disputes/", {"all": "1"}).content.decode()
    assert "Decided for good" in everything
    assert staff.get(f"/control/disputes/{new_id()}/").status_code == 404
    assert staff.get("/control/aftersales/aftersale/").status_code == 200
