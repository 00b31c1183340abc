"""Buying over HTTP, as a browser's forms would, each step repeated until it is done."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import psycopg

from tests.market import Market

T = TypeVar("T")
PATIENCE_SECONDS = 120

SETUP = """
import io
import json
from PIL import Image
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.accounts.models import Person
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import person_actor
from jishi.content.media.actions.store_picture import store_picture
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.actions.save_address import save_address
from jishi.trade.shops.factories import make_shop, owner_of

def session(person_id):
    person = Person.objects.get(id=person_id)
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key

file = io.BytesIO()
Image.radial_gradient("L").resize((900, 900)).convert("RGB").save(file, "JPEG")
with durable():
    shop = make_shop()
    picture = store_picture(actor=owner_of(shop), data=file.getvalue(), filename="goods.jpg")
with durable():
    product = make_product(shop, stock=@STOCK@, pictures=(picture.picture_for(1280),))
buyers = []
for _ in range(@BUYERS@):
    with durable():
        buyer = make_person()
        save_address(actor=person_actor(buyer.id), name="林晓", phone="13800138000",
                     region="浙江省杭州市西湖区", street="龙井路 1 号")
    buyers.append({"id": str(buyer.id), "session": session(buyer.id)})
print(json.dumps({
    "shop": str(shop.id), "product": str(product.id), "sku": str(product.skus[0].id),
    "price": product.skus[0].price_minor, "owner": session(owner_of(shop).person_id),
    "buyers": buyers,
}))
"""


def set_up(market: Market, *, stock: int, buyers: int = 1) -> dict[str, Any]:
    """A shop with one product, its owner and some buyers, each with a session."""
    code = SETUP.replace("@STOCK@", str(stock)).replace("@BUYERS@", str(buyers))
    found: dict[str, Any] = json.loads(market.python(code).strip().splitlines()[-1])
    return found


def insist(what: str, step: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """Repeat a step while the market is down or busy; AssertionError when it stays so."""
    end = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < end:
        try:
            return step()
        except (httpx.HTTPError, psycopg.OperationalError, Unfinished) as error:
            last = error
        time.sleep(0.2)
    raise AssertionError(f"{what}: not done in {seconds} s: {last!r}")


class Unfinished(Exception):
    """Not yet; ask again."""


@dataclass
class Browser:
    """Somebody's session, without a browser."""

    market: Market
    session: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=self.market.url, cookies={"sessionid": self.session}, timeout=15
        )

    def get(self, path: str) -> httpx.Response:
        response = self.http.get(path)
        return self._checked(response)

    def post(self, path: str, page: httpx.Response, **data: Any) -> httpx.Response:
        """Send a form of `page`, with its CSRF token."""
        token = find(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        return self._checked(self.http.post(path, data={"csrfmiddlewaretoken": token, **data}))

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.status_code >= 500:
            raise Unfinished(f"{response.status_code} {response.url}")
        assert response.status_code < 400, (response.status_code, response.url, response.text[:800])
        return response


def find(pattern: str, text: str) -> str:
    """The first group of a pattern; Unfinished when it is not there."""
    found = re.search(pattern, text)
    if found is None:
        raise Unfinished(f"{pattern} not in {text[:300]}")
    return unescape(found[1])


@dataclass
class Story:
    """One purchase from the product's page to the settled shop."""

    market: Market
    goods: dict[str, Any]
    buyer: Browser
    owner: Browser
    key: str = field(default_factory=lambda: str(uuid4()))
    order_id: str = ""

    def place(self) -> str:
        """Send the checkout form (the same key each time); returns where to pay."""
        page = self.buyer.get(f"/checkout/?sku={self.goods['sku']}&n=1")
        answer = self.buyer.post(
            "/checkout/place",
            page,
            key=self.key,
            line=find(r'name="line" value="([^"]+)"', page.text),
            address=find(r'name="address" value="([0-9a-f-]{36})"', page.text),
        )
        path = answer.headers.get("location", "")
        if path.startswith("/checkout/?"):
            raise Unfinished(path)
        return path

    def pay(self, path: str) -> None:
        """Press Pay on the provider's page, and come back."""
        if path.startswith("/checkout/"):
            return  # paid before, by a step whose answer was lost
        answer = self.buyer.get(path)
        place = answer.headers["location"]
        page = self.buyer.get(place)
        if 'value="pay"' in page.text:
            self.buyer.post(place, page, button="pay", notices="twice")

    def find_order(self) -> str:
        """The order, once its money has come."""
        with connect(self.market) as db:
            row = db.execute(
                "SELECT o.id::text FROM orders_order o"
                " JOIN orders_checkout c ON c.id = o.checkout_id"
                " WHERE c.idempotency_key = %s AND o.payment_status = 'paid'",
                [f"market:{self.key}"],
            ).fetchone()
        if row is None:
            raise Unfinished("not paid yet")
        return str(row[0])

    def ship(self) -> None:
        """Hand the parcel over, unless an earlier try did."""
        place = f"/shop/{self.goods['shop']}/orders/{self.order_id}/"
        page = self.owner.get(place)
        if 'name="tracking_number"' in page.text:
            self.owner.post(
                f"{place}ship",
                page,
                carrier="顺丰速运",
                tracking_number="SF1234567890",
                key=self.key,
            )
            raise Unfinished("look again")

    def receive(self) -> None:
        """Confirm receipt, unless an earlier try did."""
        place = f"/orders/{self.order_id}/"
        page = self.buyer.get(place)
        if f"/orders/{self.order_id}/receive" in page.text:
            self.buyer.post(f"{place}receive", page, key=self.key)
            raise Unfinished("look again")

    def is_settled(self) -> None:
        """Whether the shop has its money."""
        with connect(self.market) as db:
            row = db.execute(
                "SELECT 1 FROM settlement_settlement WHERE order_id = %s AND status = 'settled'",
                [self.order_id],
            ).fetchone()
        if row is None:
            raise Unfinished("not settled yet")

    def run(self) -> None:
        """All of it."""
        path = insist("place", self.place)
        insist("pay", lambda: self.pay(path))
        self.order_id = insist("money comes", self.find_order)
        insist("ship", self.ship)
        insist("receive", self.receive)
        self.market.jishi("clock", "advance", "8d")
        insist("settle", self.is_settled)


def connect(market: Market) -> psycopg.Connection[Any]:
    """The market's database as its owner; Unfinished while it is down."""
    state = json.loads((market.var / "run" / "engines.json").read_text())
    try:
        return psycopg.connect(state["urls"]["owner_url"], connect_timeout=5)
    except psycopg.Error as error:
        raise Unfinished(str(error)) from error
