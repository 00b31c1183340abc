"""What every carrier must do (a new one is added to CARRIERS), and how its words are taken in."""

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, TransitionRefused
from jishi.foundation.kernel.factories import recorded
from jishi.trade.shipping.actions.move_shipment import move_shipment
from jishi.trade.shipping.actions.order_waybill import order_waybill
from jishi.trade.shipping.actions.register_shipment import register_shipment
from jishi.trade.shipping.actions.sync_shipment import sync_shipment
from jishi.trade.shipping.errors import UnknownCarrier
from jishi.trade.shipping.factories import make_shipment, owner_of
from jishi.trade.shipping.invariants import codes_given_twice, parcels_off_their_words
from jishi.trade.shipping.jobs import watch
from jishi.trade.shipping.providers.sandbox import SandboxCarrier, is_held_up
from jishi.trade.shipping.queries import get_shipment, list_carriers, list_shipments
from jishi.trade.shipping.rules import SHIPMENT
from jishi.trade.shipping.types import CarrierEvent, ShipmentStatus, WaybillOrder
from jishi.trade.shops.factories import make_shop

pytestmark = pytest.mark.django_db


class SandboxBench:
    """The sandbox carrier, and how its outside half is moved: by the clock."""

    carrier = SandboxCarrier()

    def bring(self):
        clock.advance(timedelta(hours=70))


CARRIERS = [SandboxBench()]
S = ShipmentStatus


@pytest.fixture(params=CARRIERS, ids=lambda bench: bench.carrier.code)
def bench(request):
    return request.param


def waybill(bench, reference="a"):
    return bench.carrier.register(WaybillOrder(reference, "景德镇", "杭州"))


def test_the_same_reference_is_one_waybill(bench):
    assert waybill(bench) == waybill(bench)
    assert waybill(bench) != waybill(bench, "b")


def test_an_unknown_number_has_no_words(bench):
    assert bench.carrier.track("NOBODY-0") == ()


def test_words_come_in_order_once_and_end_at_the_door(bench):
    number = waybill(bench)
    before = bench.carrier.track(number)
    bench.bring()
    words = bench.carrier.track(number)
    assert words[: len(before)] == before
    assert [w.at for w in words] == sorted(w.at for w in words)
    assert len({w.key for w in words}) == len(words)
    assert words[-1].status is S.DELIVERED
    assert bench.carrier.track(number) == words


def test_some_parcels_are_held_up_and_come_a_day_later():
    carrier = SandboxCarrier()
    number = next(
        n
        for n in (carrier.register(WaybillOrder(str(i), "a", "b")) for i in range(60))
        if is_held_up(n)
    )
    clock.advance(timedelta(hours=39))
    assert carrier.track(number)[-1].status is S.EXCEPTION
    clock.advance(timedelta(hours=24))
    assert [w.status for w in carrier.track(number)][-3:] == [
        S.EXCEPTION,
        S.OUT_FOR_DELIVERY,
        S.DELIVERED,
    ]


@pytest.mark.django_db(transaction=True)
def test_the_watch_follows_a_parcel_to_the_door(django_assert_num_queries):
    parcel = make_shipment(reference="steady")
    assert not is_held_up(parcel.tracking_number)
    seen = []
    for hours in (1, 2, 4, 18, 12, 8):
        clock.advance(timedelta(hours=hours))
        watch(0)
        seen.append(get_shipment(parcel.id).status)
    assert seen == [
        S.ANNOUNCED,
        S.ACCEPTED,
        S.IN_TRANSIT,
        S.IN_TRANSIT,
        S.OUT_FOR_DELIVERY,
        S.DELIVERED,
    ]
    with django_assert_num_queries(2):
        done = list_shipments([parcel.id, None])[parcel.id]
    assert done.delivered_at == done.events[0].at
    assert [e.place for e in done.events] == ["杭州", "杭州", "杭州", "景德镇", "景德镇"]
    watch(0)  # nobody is asked any more
    assert sync_shipment(parcel.id).events == done.events
    assert len(recorded("shipping.shipment_moved")) == 5
    assert [e.shipment_id for e in recorded("shipping.shipment_delivered")] == [parcel.id]
    assert parcels_off_their_words() + codes_given_twice() == []


def test_every_step_of_the_table_is_taken_and_every_other_refused():
    start = clock.now()

    def word(status):
        return CarrierEvent(f"{status}-{len(taken)}", status, "", start)

    for source in S:
        for target in S:
            shop, taken = make_shop(), []
            with transaction.atomic():
                parcel = register_shipment(
                    actor=owner_of(shop.id),
                    shop_id=shop.id,
                    carrier="sandbox",
                    tracking_number="JS000000000001",
                )
            way = [] if source is S.ANNOUNCED else [source]
            for status in way:
                with transaction.atomic():
                    move_shipment(shipment_id=parcel.id, words=[word(status)])
                taken.append(status)
            taken.append(target)
            if source is S.DELIVERED or source is target:
                with transaction.atomic():
                    move_shipment(shipment_id=parcel.id, words=[word(target)])
                assert get_shipment(parcel.id).status is source
            elif SHIPMENT.find(source, target):
                with transaction.atomic():
                    move_shipment(shipment_id=parcel.id, words=[word(target)])
                assert get_shipment(parcel.id).status is target
            else:
                with pytest.raises(TransitionRefused), transaction.atomic():
                    move_shipment(shipment_id=parcel.id, words=[word(target)])
                assert get_shipment(parcel.id).status is source


def test_a_carrier_nobody_asks_is_a_name_and_a_number():
    shop = make_shop()
    with transaction.atomic():
        parcel = register_shipment(
            actor=owner_of(shop.id),
            shop_id=shop.id,
            carrier="顺丰速运",
            tracking_number="SF1234567890",
        )
        again = register_shipment(
            actor=owner_of(shop.id),
            shop_id=shop.id,
            carrier="顺丰速运",
            tracking_number="SF1234567890",
        )
    assert parcel == again
    assert not parcel.is_tracked
    assert sync_shipment(parcel.id) == parcel
    assert list_carriers()[0].issues_numbers
    for carrier in ("", "nobody"):
        with pytest.raises(UnknownCarrier):
            order_waybill(carrier=carrier, reference="x", origin="", destination="")
    with pytest.raises(InvalidInput), transaction.atomic():
        register_shipment(
            actor=owner_of(shop.id), shop_id=shop.id, carrier="顺丰速运", tracking_number="no!"
        )
