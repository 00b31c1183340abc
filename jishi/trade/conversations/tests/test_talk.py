"""A buyer asks, a shop answers: counts, waits, cards, replies, who may read."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound, TextTooLong
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.conversations import invariants, queries
from jishi.trade.conversations.actions.add_quick_reply import add_quick_reply
from jishi.trade.conversations.actions.answer_buyer import answer_buyer
from jishi.trade.conversations.actions.ask_shop import ask_shop
from jishi.trade.conversations.actions.erase_person import ConversationData
from jishi.trade.conversations.actions.mark_read import mark_read
from jishi.trade.conversations.actions.remove_quick_reply import remove_quick_reply
from jishi.trade.conversations.errors import OwnShop
from jishi.trade.conversations.factories import answer, ask
from jishi.trade.conversations.models import Message, Thread, Wait
from jishi.trade.conversations.types import MessageKind, Side
from jishi.trade.orders.factories import make_buyer, make_paid_order
from jishi.trade.shops.actions.update_front import update_front
from jishi.trade.shops.factories import make_applied_shop, make_member, make_shop, owner_of
from jishi.trade.shops.types import Holiday, Metric, OpeningHours, ShopRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return person_actor(make_person().id)


def test_a_question_waits_until_a_person_answers(buyer):
    shop = make_shop()
    first = ask(buyer, shop, "Is it\n ripe?")
    ask(buyer, shop, "Hello?")
    assert queries.count_waiting(shop.id) == (1, first.at)
    line = queries.list_shop_threads(owner_of(shop), shop.id, is_waiting=True).items[0]
    assert (line.unread, line.last_text, line.last_side) == (2, "Hello?", Side.BUYER)
    clock.advance(timedelta(minutes=10))
    answer(shop, first.thread_id)
    assert queries.count_waiting(shop.id)[0] == 0
    (wait,) = Wait.objects.all()
    assert 600 <= wait.staffed_seconds < 660
    assert recorded("conversations.buyer_answered")[0].staffed_seconds == wait.staffed_seconds
    assert queries.count_unread(buyer.person_id) == 1
    mark_read(actor=buyer, thread_id=first.thread_id)
    assert queries.count_unread(buyer.person_id) == 0
    facts = queries.AnswerFacts().collect(clock.now() - timedelta(days=1))
    tally = facts[shop.id].tallies[Metric.ANSWERED_SOON]
    assert (tally.good, tally.total) == (1, 1)
    assert queries.get_answer_figures(shop.id).median_minutes == 10
    assert invariants.waits_off_their_thread() == []
    Thread.objects.update(waiting_since=clock.now())
    assert len(invariants.waits_off_their_thread()) == 1


def test_outside_hours_the_shop_replies_by_itself_once_and_time_stands_still(buyer):
    shop = make_shop()
    today = clock.now().date()
    update_front(
        actor=owner_of(shop),
        shop_id=shop.id,
        hours=OpeningHours(tuple(range(7)), time(0), time(23, 59)),
        holiday=Holiday(today - timedelta(days=1), today + timedelta(days=1), "Back on Monday"),
        auto_reply="Not now",
    )
    first = ask(buyer, shop)
    ask(buyer, shop)
    said = queries.list_messages(buyer, first.thread_id).items
    assert [m.body for m in said if m.side is Side.AUTO] == ["Back on Monday"]
    assert queries.count_waiting(shop.id)[0] == 1
    answer(shop, first.thread_id)
    assert Wait.objects.get().staffed_seconds == 0


def test_cards_show_only_what_concerns_both(buyer):
    product, other = make_product(), make_product()
    buyer = make_buyer()
    order = make_paid_order(buyer, product=product)
    shop_id = product.shop_id
    for kind, ref in ((MessageKind.PRODUCT, product.id), (MessageKind.ORDER, order.id)):
        card = ask_shop(actor=buyer, shop_id=shop_id, kind=kind, ref_id=ref).card
        assert (card.id, bool(card.number)) == (ref, kind is MessageKind.ORDER)
    before = Message.objects.count()
    strange = (MessageKind.PRODUCT, other.id), (MessageKind.ORDER, new_id())
    for kind, ref in strange:
        with pytest.raises(NotFound), transaction.atomic():
            ask_shop(actor=buyer, shop_id=shop_id, kind=kind, ref_id=ref)
    stranger = person_actor(make_person().id)
    with pytest.raises(NotFound), transaction.atomic():
        ask_shop(actor=stranger, shop_id=shop_id, kind=MessageKind.ORDER, ref_id=order.id)
    for error, values in (
        (InvalidInput, {"body": "  "}),
        (TextTooLong, {"body": "x" * 501}),
        (InvalidInput, {"kind": MessageKind.PRODUCT}),
    ):
        with pytest.raises(error), transaction.atomic():
            ask_shop(actor=buyer, shop_id=shop_id, **values)
    assert Message.objects.count() == before


def test_who_may_write_and_read(buyer):
    shop = make_shop()
    service, packer = make_member(shop, ShopRole.SERVICE), make_member(shop, ShopRole.PACKER)
    with pytest.raises(OwnShop):
        ask_shop(actor=packer, shop_id=shop.id, body="me")
    with pytest.raises(NotFound):
        ask_shop(actor=buyer, shop_id=make_applied_shop().id, body="early")
    thread_id = ask(buyer, shop).thread_id
    stranger = person_actor(make_person().id)
    for actor in (packer, stranger):
        with pytest.raises(NotAllowed):
            answer_buyer(actor=actor, thread_id=thread_id, body="no")
        with pytest.raises(NotFound):
            queries.list_messages(actor, thread_id)
    with pytest.raises(NotFound):
        answer_buyer(actor=service, thread_id=new_id(), body="x")
    answer_buyer(actor=service, thread_id=thread_id, body="yes")
    with pytest.raises(NotAllowed):
        queries.list_shop_threads(packer, shop.id)
    reply = add_quick_reply(actor=service, shop_id=shop.id, text="We ship today.")
    assert queries.list_quick_replies(service, shop.id) == (reply,)
    with pytest.raises(NotAllowed):
        remove_quick_reply(actor=packer, shop_id=shop.id, reply_id=reply.id)
    remove_quick_reply(actor=service, shop_id=shop.id, reply_id=reply.id)
    with pytest.raises(NotFound):
        remove_quick_reply(actor=service, shop_id=shop.id, reply_id=reply.id)


def test_lists_page_and_take_the_statements_they_say(buyer, django_assert_num_queries):
    shop = make_shop()
    threads = [ask(person_actor(make_person().id), shop).thread_id for _ in range(3)]
    mine = ask(buyer, shop)
    for n in range(4):
        ask(buyer, shop, f"{n}")
    ask(buyer, make_shop())
    with django_assert_num_queries(3):
        assert len(queries.list_threads_of(buyer.person_id).items) == 2
    with django_assert_num_queries(4):
        page = queries.list_shop_threads(owner_of(shop), shop.id, limit=2)
    rest = queries.list_shop_threads(owner_of(shop), shop.id, cursor=page.next_cursor)
    found = [t.id for t in (*page.items, *rest.items)]
    assert found == [mine.thread_id, *reversed(threads)]
    with django_assert_num_queries(2):
        newest = queries.list_messages(buyer, mine.thread_id, limit=3)
    with django_assert_num_queries(3):
        queries.list_messages(owner_of(shop), mine.thread_id)
    assert [m.body for m in newest.items] == ["3", "2", "1"]
    older = queries.list_messages(buyer, mine.thread_id, cursor=newest.next_cursor)
    assert len(older.items) == 2
    after = (newest.items[1].at, newest.items[1].id)
    fresh = queries.list_new_messages(buyer, mine.thread_id, after)
    assert [m.body for m in fresh] == ["3"]


def test_a_closing_account_takes_its_words_along(buyer):
    shop = make_shop()
    thread_id = ask(buyer, shop, "my secret").thread_id
    answer(shop, thread_id, "our answer")
    data = ConversationData()
    assert [row["body"] for row in data.collect(buyer.person_id)] == ["my secret", "our answer"]
    data.erase(buyer.person_id)
    bodies = set(Message.objects.values_list("body", flat=True))
    assert bodies == {"", "our answer"}


def test_business_hours_are_counted_across_days():
    from jishi.trade.shops.types import FrontView

    hours = OpeningHours((0, 1, 2, 3, 4), time(9), time(18))
    front = FrontView(new_id(), "Asia/Shanghai", hours=hours, auto_reply="Later")
    friday = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai
    monday = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)  # 9:30
    assert front.staffed_seconds(friday, monday) == 3600
    assert front.is_staffed(friday)
    assert not front.is_staffed(friday + timedelta(hours=1))
    assert front.reply_at(friday + timedelta(hours=1)) == "Later"
    opening = front.next_opening(friday + timedelta(hours=1))
    assert opening == datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    always = FrontView(new_id(), "Asia/Shanghai")
    assert always.staffed_seconds(friday, monday) == (monday - friday).total_seconds()
    shut = FrontView(new_id(), "Asia/Shanghai", holiday=Holiday(date(2026, 1, 1), date(2027, 3, 1)))
    assert shut.next_opening(friday) is None
