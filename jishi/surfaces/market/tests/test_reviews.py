import io

import pytest
from django.test import Client
from PIL import Image

from jishi.foundation.accounts.factories import login_user
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import make_received_order, seller_of
from jishi.trade.reviews.factories import make_question, make_review
from jishi.trade.reviews.queries import list_own_reviews, list_questions

pytestmark = pytest.mark.django_db


def _client(person_id):
    client = Client()
    client.force_login(login_user(person_id))
    return client


def _picture():
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "#c98a1b").save(data, "JPEG")
    data.seek(0)
    data.name = "mine.jpg"
    return data


def test_a_buyer_reviews_with_a_picture_and_adds_to_it():
    order = make_received_order()
    client, line = _client(order.buyer_id), order.lines[0]
    assert "How was it?" in client.get(f"/orders/{order.id}/", HTTP_ACCEPT_LANGUAGE="en").text
    path = f"/orders/{order.id}/lines/{line.id}/review"
    assert path in client.get("/me/reviews/").text
    refused = client.post(path, {"product": "5", "dispatch": "9", "service": "5", "body": "Kept"})
    assert refused.status_code == 422
    assert "Kept" in refused.text
    assert not list_own_reviews(order.buyer_id).items
    form = {"product": "5", "dispatch": "4", "service": "5", "body": "<b>Sweet</b>"}
    done = client.post(path, {**form, "pictures": [_picture(), _picture()]})
    assert done.headers["location"] == "/me/reviews/"
    [review] = list_own_reviews(order.buyer_id).items
    assert len(review.pictures) == 2
    assert client.get(path).headers["location"] == f"/reviews/{review.id}/"
    page = Client().get(f"/g/{line.product_id}/said").text
    assert "&lt;b&gt;Sweet&lt;/b&gt;" in page
    client.post(f"/reviews/{review.id}/follow-up", {"body": "Still sweet"})
    assert "Still sweet" in Client().get(f"/g/{line.product_id}/reviews").text
    assert _client(seller_of(order).person_id).get(f"/reviews/{review.id}/").status_code == 404


def test_the_desk_answers_reviews_and_questions():
    order = make_received_order()
    review = make_review(order, 2, "Too sour")
    desk = _client(seller_of(order).person_id)
    place = f"/shop/{order.shop_id}"
    assert "Too sour" in desk.get(f"{place}/reviews/").text
    desk.post(f"{place}/reviews/{review.id}/answer", {"body": "We are sorry"})
    assert "Too sour" not in desk.get(f"{place}/reviews/").text
    assert "We are sorry" in desk.get(f"{place}/reviews/?tab=critical").text
    other = make_review()
    refused = desk.post(f"{place}/reviews/{other.id}/answer", {"body": "Not ours"})
    assert refused.status_code == 404
    buyer = _client(order.buyer_id)
    product_id = order.lines[0].product_id
    buyer.post(f"/g/{product_id}/questions/ask", {"body": "Does it keep?"})
    [question] = list_questions(product_id).items
    assert "Does it keep?" in desk.get(f"{place}/questions/").text
    desk.post(f"{place}/questions/{question.id}/answer", {"body": "A week"})
    assert "A week" in Client().get(f"/g/{product_id}/questions").text
    buyer.post(f"/questions/{question.id}/answer", {"body": "Mine kept two"})
    assert len(list_questions(product_id).items[0].answers) == 2
    assert (
        _client(seller_of(make_received_order()).person_id)
        .post(f"/questions/{question.id}/answer", {"body": "I guess"})
        .status_code
        == 403
    )
    buyer.post(f"/questions/{question.id}/take-back")
    assert "Does it keep?" not in Client().get(f"/g/{product_id}/questions").text


def test_pages_without_reviews_say_so():
    product = make_product()
    for path in ("reviews", "questions"):
        assert Client().get(f"/g/{product.id}/{path}").status_code == 200
    page = Client().get(f"/g/{product.id}/said", HTTP_ACCEPT_LANGUAGE="en").text
    assert "Ask the shop and its buyers" in page
    make_question(product, "Is it heavy?")
    assert "Is it heavy?" in Client().get(f"/g/{product.id}/said").text
