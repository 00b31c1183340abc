"""Invoices, other addresses, urging, hiding, buying again."""

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.kernel.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    TooManyRequests,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import pass_time
from jishi.trade.orders.actions.answer_address_change import answer_address_change
from jishi.trade.orders.actions.ask_address_change import ask_address_change
from jishi.trade.orders.actions.buy_again import buy_again
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.hide_order import hide_order
from jishi.trade.orders.actions.issue_invoice import issue_invoice
from jishi.trade.orders.actions.request_invoice import request_invoice
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.orders.actions.urge_shipping import urge_shipping
from jishi.trade.orders.actions.withdraw_invoice import withdraw_invoice
from jishi.trade.orders.errors import (
    AddressChangeOpen,
    AddressFixed,
    FileUnfit,
    InvoiceUnavailable,
    SkuUnavailable,
    TaxNumberInvalid,
)
from jishi.trade.orders.factories import (
    make_buyer,
    make_paid_order,
    make_received_order,
    seller_of,
    ship,
)
from jishi.trade.orders.queries import (
    count_requests,
    find_address_change,
    find_invoice,
    get_cart,
    get_invoice_file,
    list_orders_of,
    list_requested_invoices,
    load_order,
)
from jishi.trade.orders.rules import ADDRESS_CHANGE, INVOICE
from jishi.trade.orders.types import AddressChangeStatus, InvoiceKind, InvoiceStatus
from jishi.trade.shipping.errors import RegionUnreachable
from jishi.trade.shipping.factories import EVERYWHERE, make_template
from jishi.trade.shipping.types import FreightRule

pytestmark = pytest.mark.django_db
A, I = AddressChangeStatus, InvoiceStatus  # noqa: E741
COMPANY = {"kind": InvoiceKind.COMPANY, "title": "集市有限公司", "tax_number": "91110000600037341L"}


def do(action, **values):
    with transaction.atomic():
        return action(**values)


def another_address(buyer, region="广东省 深圳市 南山区"):
    values = {"name": "Lin", "phone": "13800138001", "street": "1 Keji Road"}
    return do(save_address, actor=buyer, region=region, **values).id


@pytest.fixture
def buyer():
    return make_buyer()


def test_an_address_is_changed_when_the_shop_agrees(buyer):
    order = make_paid_order(buyer)
    seller, new = seller_of(order), another_address(buyer)
    values = {"order_id": order.id, "address_id": new}
    do(ask_address_change, actor=buyer, **values)
    with pytest.raises(AddressChangeOpen):
        do(ask_address_change, actor=buyer, **values)
    with pytest.raises(NotAllowed):
        do(ask_address_change, actor=seller, **values)
    with pytest.raises(NotAllowed):
        do(answer_address_change, actor=buyer, order_id=order.id, answer=A.ACCEPTED)
    assert count_requests(order.shop_id)["address_changes"] == 1
    changed = do(answer_address_change, actor=seller, order_id=order.id, answer=A.ACCEPTED)
    assert changed.address.division == "440305"
    with pytest.raises(NotFound):
        do(answer_address_change, actor=seller, order_id=order.id, answer=A.REFUSED)
    do(ask_address_change, actor=buyer, **values)
    do(answer_address_change, actor=buyer, order_id=order.id, answer=A.WITHDRAWN)
    do(ask_address_change, actor=buyer, **values)
    pass_time(timedelta(hours=25))
    assert find_address_change(order.id).status is A.REFUSED
    do(ask_address_change, actor=buyer, **values)
    ship(load_order(order.id))
    assert find_address_change(order.id).status is A.REFUSED
    with pytest.raises(AddressFixed):
        do(ask_address_change, actor=buyer, **values)


def test_no_change_to_where_nothing_is_sent(buyer):
    order = make_paid_order(buyer)
    make_template(order.shop_id, EVERYWHERE, FreightRule(("65",), is_refused=True))
    far = another_address(buyer, "新疆维吾尔自治区 乌鲁木齐市 天山区")
    with pytest.raises(RegionUnreachable):
        do(ask_address_change, actor=buyer, order_id=order.id, address_id=far)
    assert find_address_change(order.id) is None


def test_an_invoice_is_asked_for_corrected_and_written_once(buyer):
    order = make_paid_order(buyer)
    seller = seller_of(order)
    wrong = COMPANY | {"tax_number": "91110000600037341M"}
    for values, error in (
        (wrong, TaxNumberInvalid),
        (COMPANY | {"tax_number": ""}, TaxNumberInvalid),
        (COMPANY | {"title": ""}, InvalidInput),
        (COMPANY | {"email": "nobody"}, InvalidInput),
    ):
        with pytest.raises(error):
            do(request_invoice, actor=buyer, order_id=order.id, **values)
    with pytest.raises(NotAllowed):
        do(request_invoice, actor=seller, order_id=order.id, **COMPANY)
    do(request_invoice, actor=buyer, order_id=order.id, kind=InvoiceKind.PERSONAL, title="Lin")
    asked = do(request_invoice, actor=buyer, order_id=order.id, **COMPANY)
    assert (asked.kind, asked.amount_minor) == (InvoiceKind.COMPANY, order.payable_minor)
    do(withdraw_invoice, actor=buyer, order_id=order.id)
    do(request_invoice, actor=buyer, order_id=order.id, **COMPANY)
    assert list_requested_invoices(order.shop_id)[0].order_id == order.id
    paper = {"order_id": order.id, "number": "0440012", "file_name": "invoice.pdf"}
    with pytest.raises(FileUnfit):
        do(issue_invoice, actor=seller, file=b"GIF89a", **paper)
    with pytest.raises(NotAllowed):
        do(issue_invoice, actor=buyer, file=b"%PDF-1.7", **paper)
    with pytest.raises(NotFound):
        get_invoice_file(buyer, order.id)
    do(issue_invoice, actor=seller, file=b"%PDF-1.7 x", **paper)
    assert get_invoice_file(buyer, order.id).data == b"%PDF-1.7 x"
    with pytest.raises(NotFound):
        get_invoice_file(make_buyer(), order.id)
    for action, values in ((request_invoice, COMPANY), (withdraw_invoice, {})):
        with pytest.raises((InvoiceUnavailable, TransitionRefused)):
            do(action, actor=buyer, order_id=order.id, **values)


def test_an_invoice_ends_with_its_order_or_after_a_long_time(buyer):
    orders = [make_paid_order(buyer) for _ in range(2)]
    for order in orders:
        do(request_invoice, actor=buyer, order_id=order.id, **COMPANY)
    do(cancel_order, actor=buyer, order_id=orders[0].id, idempotency_key="c")
    assert find_invoice(orders[0].id).status is I.WITHDRAWN
    with pytest.raises(InvoiceUnavailable):
        do(request_invoice, actor=buyer, order_id=orders[0].id, **COMPANY)
    ship(orders[1])
    pass_time(timedelta(days=91))
    assert find_invoice(orders[1].id).status is I.WITHDRAWN


def test_the_small_machines_take_their_own_steps_only():
    for machine, states in ((ADDRESS_CHANGE, A), (INVOICE, I)):
        assert set(machine.states) == set(states)
        for source in states:
            for target in states:
                for role in ("buyer", "merchant", "system", "stranger"):
                    step = machine.find(source, target)
                    if step is None or role not in step.by:
                        with pytest.raises(TransitionRefused):
                            machine.check(source, target, role)
                    else:
                        assert machine.check(source, target, role) is step


def test_a_shop_is_urged_now_and_then(buyer):
    order = make_paid_order(buyer)
    do(urge_shipping, actor=buyer, order_id=order.id)
    with pytest.raises(TooManyRequests):
        do(urge_shipping, actor=buyer, order_id=order.id)
    pass_time(timedelta(hours=13))
    assert do(urge_shipping, actor=buyer, order_id=order.id).urge_count == 2
    assert count_requests(order.shop_id)["urged"] == 1
    with pytest.raises(NotAllowed):
        do(urge_shipping, actor=seller_of(order), order_id=order.id)
    ship(load_order(order.id))
    with pytest.raises(TransitionRefused):
        do(urge_shipping, actor=buyer, order_id=order.id)


def test_a_done_order_is_hidden_and_bought_again(buyer):
    order = make_paid_order(buyer)
    with pytest.raises(TransitionRefused):
        do(hide_order, actor=buyer, order_id=order.id)
    done = make_received_order(buyer)
    do(hide_order, actor=buyer, order_id=done.id)
    assert [o.id for o in list_orders_of(buyer.person_id).items] == [order.id]
    do(hide_order, actor=buyer, order_id=done.id, is_hidden=False)
    assert len(list_orders_of(buyer.person_id).items) == 2
    assert do(buy_again, actor=buyer, order_id=done.id) == 1
    assert get_cart(buyer).lines[0].sku.id == done.lines[0].sku_id
    with pytest.raises(NotFound):
        do(buy_again, actor=make_buyer(), order_id=done.id)


def test_nothing_to_buy_again_is_said(buyer):
    from jishi.trade.catalog.actions.delist_product import delist_product

    order = make_paid_order(buyer)
    product_id = order.lines[0].product_id
    do(delist_product, actor=seller_of(order), product_id=product_id)
    with pytest.raises(SkuUnavailable):
        do(buy_again, actor=buyer, order_id=order.id)
