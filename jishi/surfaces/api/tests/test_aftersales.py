"""After-sales by programs: a return from the claim to the money, and what is refused."""

from uuid import uuid4

import pytest

from jishi.content.media.factories import make_picture
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.api.factories import Program
from jishi.surfaces.api.schemas.aftersales import AfterSaleOut, ClaimOut, SimulationOut
from jishi.trade.aftersales.factories import apply, disputed, make_order, merchant_of
from jishi.trade.orders.factories import seller_of

pytestmark = pytest.mark.django_db
PARCEL = {"carrier": "SF Express", "tracking_number": "SF12345678"}


def test_a_return_by_programs_of_both_sides():
    order = make_order()
    buyer, shop = Program(order.buyer_id), Program(seller_of(order).person_id)
    desk = f"/shops/{order.shop_id}"
    claim = ClaimOut(**buyer.get(f"/orders/{order.id}/claim").json()).lines[0]
    assert (claim.free_quantity, claim.left_minor) == (1, order.payable_minor)
    picture = make_picture(owner=person_actor(order.buyer_id))
    wish = {
        "line_id": claim.line_id,
        "kind": "return_refund",
        "reason": "damaged",
        "text": "Broken",
        "asset_ids": [picture.id],
    }
    first = buyer.send("POST", f"/orders/{order.id}/aftersales", wish, key="a")
    again = buyer.send("POST", f"/orders/{order.id}/aftersales", wish, key="a")
    assert (first.status_code, again.json()) == (201, first.json())
    case = AfterSaleOut(**first.json())
    assert (case.evidence[0].text, len(case.evidence[0].picture_urls)) == ("Broken", 1)
    effect = shop.get(f"{desk}/aftersales/{case.id}/effect").json()
    assert SimulationOut(**effect).buyer_minor == order.payable_minor
    missing = shop.send("POST", f"{desk}/aftersales/{case.id}/agree", key="b")
    assert missing.json()["error"]["code"] == "return_address_missing"
    address = {"name": "Lin", "phone": "138", "region": "Hangzhou", "street": "Road 1"}
    assert shop.send("PUT", f"{desk}/return-address", address).status_code == 200
    agreed = shop.send("POST", f"{desk}/aftersales/{case.id}/agree", key="c").json()
    assert agreed["next_steps"][0]["action"] == "ship_back"
    buyer.send("POST", f"/aftersales/{case.id}/ship-back", PARCEL, key="d")
    counted = {"sellable": 1, "damaged": 0}
    done = shop.send("POST", f"{desk}/aftersales/{case.id}/confirm-return", counted, key="e")
    assert done.json()["status"] == "refunded"
    run_pending_jobs()
    assert AfterSaleOut(**buyer.get(f"/aftersales/{case.id}").json()).arrived_at
    assert len(buyer.get("/aftersales").json()["items"]) == 1
    assert len(shop.get(f"{desk}/aftersales", tab="done").json()["items"]) == 1
    names = {m["name"] for m in buyer.get("/lifecycles").json()["items"]}
    assert {"aftersales.after_sale", "aftersales.dispute"} <= names


def test_offers_disputes_and_the_rest_of_the_steps():
    case = apply(make_order())
    buyer, shop = Program(case.buyer_id), Program(merchant_of(case).person_id)
    desk = f"/shops/{case.shop_id}/aftersales/{case.id}"
    terms = {"kind": "refund_only", "amount_minor": 100, "note": "Half"}
    assert shop.send("POST", f"{desk}/offer", terms, key="a").json()["status"] == "offered"
    refused = buyer.send("POST", f"/aftersales/{case.id}/refuse-offer", key="b").json()
    assert refused["status"] == "requested"
    shop.send("POST", f"{desk}/offer", terms, key="c")
    accepted = buyer.send("POST", f"/aftersales/{case.id}/accept-offer", key="d").json()
    assert accepted["refunded_minor"] == 100
    case = disputed()
    buyer, shop = Program(case.buyer_id), Program(merchant_of(case).person_id)
    desk = f"/shops/{case.shop_id}/aftersales/{case.id}"
    said = {"text": "Look", "asset_ids": []}
    heard = buyer.send("POST", f"/aftersales/{case.id}/evidence", said, key="e").json()
    assert heard["evidence"][-1]["in_dispute"]
    stolen = {"text": "", "asset_ids": [str(make_picture(owner=merchant_of(case)).id)]}
    assert buyer.send("POST", f"/aftersales/{case.id}/evidence", stolen, key="f").status_code == 404
    for step, body in (("appeal", {"reason": "x"}), ("confirm-replacement", None)):
        answer = buyer.send("POST", f"/aftersales/{case.id}/{step}", body, key=step)
        assert answer.json()["error"]["code"] == "transition_refused"
    words = {"reason": "x"}
    for step, body in (("reject", words), ("ship-replacement", PARCEL), ("concede", None)):
        answer = shop.send("POST", f"{desk}/{step}", body, key=step)
        assert answer.status_code == (200 if step == "concede" else 409)
    other = Program(case.buyer_id, scopes=("orders.read",))
    assert other.send("POST", f"/aftersales/{case.id}/withdraw", key="x").status_code == 403
    assert buyer.send("POST", f"/aftersales/{uuid4()}/withdraw", key="y").status_code == 404
    again = {"reason": "Now"}
    assert buyer.send("POST", f"/aftersales/{case.id}/escalate", again, key="z").status_code == 409
