import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.factories import make_received_order, seller_of
from jishi.trade.reviews import queries
from jishi.trade.reviews.actions.answer_question import answer_question
from jishi.trade.reviews.actions.ask_question import ask_question
from jishi.trade.reviews.actions.hide_question import hide_question
from jishi.trade.reviews.errors import AnsweredByYou, BuyersOnly
from jishi.trade.reviews.factories import make_question
from jishi.trade.reviews.models import Question

pytestmark = pytest.mark.django_db


def test_shop_and_buyers_answer_others_do_not(django_assert_num_queries):
    order = make_received_order()
    buyer, seller = person_actor(order.buyer_id), seller_of(order)
    product_id = order.lines[0].product_id
    with transaction.atomic():
        question = ask_question(
            actor=person_actor(make_person().id), product_id=product_id, body="Is it ripe?"
        )
    assert queries.count_open_questions(order.shop_id) == 1
    for actor, words in ((buyer, "Mine were."), (seller, "Ripe when it comes.")):
        with transaction.atomic():
            answer_question(actor=actor, question_id=question.id, body=words)
        with transaction.atomic(), pytest.raises(AnsweredByYou):
            answer_question(actor=actor, question_id=question.id, body="Again")
    with transaction.atomic(), pytest.raises(BuyersOnly):
        answer_question(
            actor=person_actor(make_person().id), question_id=question.id, body="I guess so"
        )
    with django_assert_num_queries(2):
        [found] = queries.list_questions(product_id).items
    assert [(a.is_shop, a.body) for a in found.answers] == [
        (True, "Ripe when it comes."),
        (False, "Mine were."),
    ]
    assert queries.count_open_questions(order.shop_id) == 0
    with django_assert_num_queries(3):
        assert queries.list_shop_questions(seller, order.shop_id, unanswered=False).items
    with pytest.raises(NotAllowed):
        queries.list_shop_questions(buyer, order.shop_id)


def test_bad_questions_are_refused():
    product = make_product()
    asker = person_actor(make_person().id)
    for body in ("", "x" * 201):
        with transaction.atomic(), pytest.raises(Exception) as refused:
            ask_question(actor=asker, product_id=product.id, body=body)
        assert getattr(refused.value, "code", "") in (InvalidInput.code, "text_too_long")
    assert not Question.objects.exists()


def test_a_question_is_taken_back_by_its_asker_or_the_market():
    question = make_question(make_product())
    with transaction.atomic(), pytest.raises(NotFound):
        hide_question(actor=person_actor(make_person().id), question_id=question.id)
    with transaction.atomic():
        hide_question(actor=person_actor(question.person_id), question_id=question.id)
    with pytest.raises(NotFound):
        queries.get_question(question.id)
    other = make_question(make_product())
    with transaction.atomic():
        hide_question(actor=operator(), question_id=other.id)
    assert not queries.list_questions(other.product_id).items
