import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import InvalidInput, NotFound, NotSignedIn, TextTooLong
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.orders.actions.delete_address import delete_address
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.errors import TooManyAddresses
from jishi.trade.orders.models import Address
from jishi.trade.orders.queries import list_addresses

pytestmark = pytest.mark.django_db
HOME = {
    "name": "Lin Xiaoyu",
    "phone": "+86 138 0013 8000",
    "region": "Zhejiang Hangzhou",
    "street": "1 Longjing Road",
}


@pytest.fixture
def buyer():
    return person_actor(make_person().id)


def save(buyer, **values):
    return save_address(actor=buyer, **(HOME | values))


def names(buyer):
    return [(a.address.name, a.is_default) for a in list_addresses(buyer.person_id)]


def test_the_first_is_the_default_until_another_is(buyer):
    save(buyer, name="Home")
    save(buyer, name="Work")
    assert names(buyer) == [("Home", True), ("Work", False)]
    save(buyer, name="Farm", is_default=True)
    assert names(buyer) == [("Farm", True), ("Work", False), ("Home", False)]


def test_ones_own_can_be_rewritten_and_struck_out(buyer):
    home, work = save(buyer, name="Home"), save(buyer, name="Work")
    changed = save(buyer, address_id=work.id, street="2 Tea Lane")
    assert (changed.id, changed.address.street) == (work.id, "2 Tea Lane")
    delete_address(actor=buyer, address_id=home.id)
    assert [(a.id, a.is_default) for a in list_addresses(buyer.person_id)] == [(work.id, True)]


def test_other_peoples_addresses_are_not_found(buyer):
    home, other = save(buyer), person_actor(make_person().id)
    with pytest.raises(NotFound):
        save(other, address_id=home.id)
    with pytest.raises(NotFound):
        delete_address(actor=other, address_id=home.id)
    with pytest.raises(NotFound):
        delete_address(actor=buyer, address_id=new_id())
    assert list_addresses(buyer.person_id) == (home,)
    assert list_addresses(other.person_id) == ()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": " "}, InvalidInput),
        ({"name": "😀" * 10_000}, TextTooLong),
        ({"phone": "call me"}, InvalidInput),
        ({"phone": "1" * 21}, TextTooLong),
        ({"phone": "12"}, InvalidInput),
        ({"region": ""}, InvalidInput),
        ({"street": "x" * 201}, TextTooLong),
        ({"postcode": "x" * 13}, TextTooLong),
    ],
)
def test_unfit_words_are_refused(buyer, values, error):
    with pytest.raises(error):
        save(buyer, **values)
    assert not Address.objects.exists()


def test_an_address_book_has_an_end(buyer):
    for _ in range(20):
        save(buyer)
    with pytest.raises(TooManyAddresses):
        save(buyer)
    with pytest.raises(NotSignedIn):
        save(SYSTEM)
    assert Address.objects.count() == 20


def test_an_address_book_is_one_statement(buyer, django_assert_num_queries):
    save(buyer)
    save(buyer)
    with django_assert_num_queries(1):
        assert len(list_addresses(buyer.person_id)) == 2
