"""What operators see and do."""

import pytest
from procrastinate.contrib.django import app

from jishi.content.posts.factories import make_article
from jishi.foundation.accounts.factories import login_user, make_operator, make_person
from jishi.foundation.kernel import job_list
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.policies import Policy
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import make_paid_order
from jishi.trade.shops import queries as shops
from jishi.trade.shops.factories import make_applied_shop
from jishi.trade.shops.types import ShopStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(login_user(make_operator().id))
    client.cookies["language"] = "en"
    return client


def press(client, shop_id, name, **values):
    return client.post(f"/control/shops/shop/{shop_id}/act/{name}/", values, follow=True)


def test_a_shop_is_admitted_by_its_button(staff):
    shop = make_applied_shop()
    page = staff.get(f"/control/shops/shop/{shop.id}/change/").content.decode()
    assert "Admit the shop" in page
    assert "Suspend" not in page
    answer = press(staff, shop.id, "admit")
    assert "Done: Admit the shop" in answer.content.decode()
    assert shops.get_shop_card(shop.id).status is ShopStatus.OPEN
    line = list_audit(subject_kind="shop", subject_id=shop.id).items[0]
    assert line.actor_kind == "operator"


def test_a_refusal_needs_a_reason(staff):
    shop = make_applied_shop()
    assert "Say why" in press(staff, shop.id, "reject").content.decode()
    assert shops.get_shop_card(shop.id).status is ShopStatus.APPLIED
    press(staff, shop.id, "reject", note="The name is taken by a brand.")
    card = shops.get_shop_card(shop.id)
    assert (card.status, card.decision_note) == (
        ShopStatus.REJECTED,
        "The name is taken by a brand.",
    )


def test_what_the_machine_refuses_is_said_and_changes_nothing(staff):
    shop = make_applied_shop()
    answer = press(staff, shop.id, "suspend", note="x")
    assert "applied now" in answer.content.decode()
    assert shops.get_shop_card(shop.id).status is ShopStatus.APPLIED


def test_buttons_are_pressed_only_by_post(staff):
    shop = make_applied_shop()
    assert staff.get(f"/control/shops/shop/{shop.id}/act/admit/").status_code == 404
    assert press(staff, shop.id, "explode").status_code == 404
    assert shops.get_shop_card(shop.id).status is ShopStatus.APPLIED


def test_nothing_is_added_changed_or_deleted_by_hand(staff):
    shop = make_applied_shop()
    assert staff.get("/control/shops/shop/add/").status_code == 404
    assert staff.post(f"/control/shops/shop/{shop.id}/change/", {"name": "x"}).status_code == 403
    assert staff.get(f"/control/shops/shop/{shop.id}/delete/").status_code == 404
    assert shops.get_shop_card(shop.id) == shop


TABLES = [
    "shops/shop",
    "catalog/product",
    "posts/post",
    "posts/comment",
    "media/asset",
    "orders/order",
    "payments/payment",
    "payments/refund",
    "settlement/settlement",
    "accounts/person",
    "accounts/membership",
    "kernel/auditentry",
    "kernel/policyvalue",
]


def test_tables_cost_the_same_for_many_rows(staff, monkeypatch, django_assert_num_queries):
    """The person, the count, the rows; nothing for each row, no look for values to filter by."""
    monkeypatch.setattr("jishi.foundation.kernel.policies.REFRESH_SECONDS", 600)
    for _ in range(2):
        for _ in range(2):
            make_article()
            make_paid_order()
        for table in TABLES:
            staff.get(f"/control/{table}/")
            with django_assert_num_queries(3, info=table):
                assert staff.get(f"/control/{table}/").status_code == 200


def test_rows_are_shown_whole(staff):
    order = make_paid_order()
    page = staff.get(f"/control/orders/order/{order.id}/change/").content.decode()
    assert order.number in page
    assert "Ship" in page
    product = make_product()
    page = staff.get(f"/control/catalog/product/{product.id}/change/").content.decode()
    assert product.title in page
    assert "Take off the shelf" in page


def test_the_first_page_counts_what_waits(staff):
    make_applied_shop()
    make_applied_shop()
    today = staff.get("/control/").context["today"]
    assert today.tasks[0].count == 2
    assert today.breaches == 0


def test_policies_change_with_a_reason(staff):
    name = "catalog.review_required"
    before = Policy.registry[name].get()
    staff.post("/control/policies/", {"name": name, "value": "true", "reason": ""})
    staff.post("/control/policies/", {"name": name, "value": "perhaps", "reason": "x"})
    staff.post("/control/policies/", {"name": "no.such", "value": "1", "reason": "x"})
    assert Policy.registry[name].get() == before
    staff.post("/control/policies/", {"name": name, "value": "true", "reason": "many fakes"})
    assert Policy.registry[name].get() is True
    (line,) = list_audit(subject_kind="policy", subject_id=name).items
    assert line.detail == {"value": True, "reason": "many fakes"}
    assert "many fakes" in staff.get("/control/kernel/policyvalue/").content.decode()


def test_the_ledger_is_shown_and_proved(staff):
    post_entry(
        actor=SYSTEM,
        business_ref="test:1",
        kind="test",
        postings=[
            PostingInput("provider:sandbox:clearing", -500),
            PostingInput("platform:fees", 500),
        ],
        idempotency_key="test:1",
    )
    page = staff.get("/control/ledger/?account=platform:fees").content.decode()
    assert "test:1" in page
    assert "¥5.00" in page
    assert staff.post("/control/ledger/").context["report"].ok


def test_a_failed_job_is_tried_again(staff):
    from django.db import connection

    job_id = app.configure_task("kernel.prune").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job_id])
    assert "kernel.prune" in staff.get("/control/jobs/").content.decode()
    staff.post(f"/control/jobs/{job_id}/retry/")
    assert job_list.list_jobs(status="failed") == ()
    assert [j.id for j in job_list.list_jobs(status="todo")] == [job_id]
    assert (
        "does not exist"
        in staff.post(f"/control/jobs/{job_id}/retry/", follow=True).content.decode()
    )


def test_health_asks_every_question(staff):
    context = staff.get("/control/health/").context
    assert context["broken"] == 0
    assert {"ledger", "orders", "shops"} <= {a.question.split(".")[0] for a in context["answers"]}


def test_a_person_is_closed_with_a_reason(staff):
    person = make_person(email="gone@example.test")
    address = f"/control/accounts/person/{person.id}/act/close/"
    staff.post(address, {"note": "asked by letter"})
    page = staff.get(f"/control/accounts/person/{person.id}/change/").content.decode()
    assert "gone@example.test" not in page
