import pytest
from django.test import Client

from jishi.surfaces.api.factories import make_token
from jishi.trade.orders.factories import make_received_order, seller_of
from jishi.trade.reviews.queries import list_own_reviews

pytestmark = pytest.mark.django_db


def _call(person_id):
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {make_token(person_id).secret}"}

    def call(method, path, body=None):
        return getattr(Client(), method)(
            f"/api/v1{path}", body, content_type="application/json", **bearer
        )

    return call


def test_reviews_and_questions_by_programs(django_assert_num_queries):
    order = make_received_order()
    line, product = order.lines[0], order.lines[0].product_id
    buyer, shop = _call(order.buyer_id), _call(seller_of(order).person_id)
    stars = {"product_stars": 2, "dispatch_stars": 5, "service_stars": 4}
    path = f"/orders/{order.id}/lines/{line.id}/review"
    assert buyer("post", path, stars | {"product_stars": 6}).status_code == 422
    assert not list_own_reviews(order.buyer_id).items
    written = buyer("post", path, stars | {"body": "Dry", "is_anonymous": True})
    assert written.status_code == 201
    assert written.json()["author"] is None
    again = buyer("post", path, stars)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "reviewed_already")
    place = f"/shops/{order.shop_id}"
    [found] = shop("get", f"{place}/reviews?unanswered=true").json()["items"]
    shop("post", f"{place}/reviews/{found['id']}/answer", {"body": "Sorry"})
    buyer("post", f"/reviews/{found['id']}/follow-up", {"body": "Better now"})
    with django_assert_num_queries(2):
        [seen] = Client().get(f"/api/v1/products/{product}/reviews").json()["items"]
    assert (seen["answer"], seen["follow_up"]) == ("Sorry", "Better now")
    summary = Client().get(f"/api/v1/products/{product}/reviews/summary").json()
    assert (summary["count"], summary["average"], summary["critical"]) == (1, 200, 1)
    asked = buyer("post", f"/products/{product}/questions", {"body": "How dry?"}).json()
    assert shop("get", f"{place}/questions").json()["items"][0]["id"] == asked["id"]
    shop("post", f"{place}/questions/{asked['id']}/answer", {"body": "Very"})
    buyer("post", f"/questions/{asked['id']}/answer", {"body": "Quite"})
    with django_assert_num_queries(3):
        [question] = Client().get(f"/api/v1/products/{product}/questions").json()["items"]
    assert [a["is_shop"] for a in question["answers"]] == [True, False]
