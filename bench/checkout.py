"""CPU from a cart to a paid order over HTTP: add, place, go to the provider, come back paid.

The press of the provider's button is not counted: it is the provider's work, not the market's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

from bench.data import products
from bench.results import Result, summarise
from bench.stack import ROUNDS, Cost, Stack
from tests.buying import set_up

N = 40
RATES = ["api.write_rate"]

TOKEN = """
import json
from uuid import UUID
from jishi.surfaces.api.factories import make_token
from jishi.trade.orders.queries import list_addresses
from django.db import transaction
from jishi.foundation.accounts.factories import make_operator
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import operator_actor
buyer = UUID("@BUYER@")
with transaction.atomic():  # one buyer orders for a whole crowd here
    operator = operator_actor(make_operator().id)
    for name in @RATES@:
        change_policy(actor=operator, name=name, value="1000000/minute", reason="benchmark")
print(json.dumps({"token": make_token(buyer).secret,
                  "address": str(list_addresses(buyer)[0].id)}))
"""
PRESS = """
import json
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.types import SandboxButton, SandboxNotices
for ref in @REFS@:
    with durable():
        press_sandbox_button(ref=ref, button=SandboxButton.PAY, notices=SandboxNotices.NEVER)
print(json.dumps({}))
"""


class Buyer:
    """One person's program (cart, order) and browser (payment)."""

    def __init__(self, stack: Stack, goods: dict, skus: list) -> None:
        person = goods["buyers"][0]
        found = stack.load(TOKEN.replace("@BUYER@", person["id"]).replace("@RATES@", repr(RATES)))
        self.stack, self.skus, self.address = stack, skus, found["address"]
        self.http = stack.connect()
        self.bearer = {
            "Authorization": f"Bearer {found['token']}",
            "Content-Type": "application/json",
        }
        self.cookie = {"Cookie": f"sessionid={person['session']}"}
        self.paths: list[str] = []
        self.refs: list[str] = []

    def call(self, method: str, path: str, headers: dict, body: object = None) -> tuple:
        data = json.dumps(body) if body is not None else None
        self.http.request(method, path, data, headers)
        response = self.http.getresponse()
        text = response.read()
        assert response.status < 400, (path, response.status, text[:500])
        return response, text

    def order(self, i: int) -> None:
        """Put one thing into the cart, order it, start its payment."""
        sku, price = self.skus[i * 7 % len(self.skus)]
        self.call("POST", f"/api/v1/cart/{sku}", self.bearer, {"quantity": 1})
        line = {"sku_id": sku, "quantity": 1, "expected_price_minor": price}
        headers = {**self.bearer, "Idempotency-Key": str(uuid4())}
        body = {"lines": [line], "address_id": self.address}
        _, text = self.call("POST", "/api/v1/orders", headers, body)
        url = json.loads(text)["payment_url"]
        path = url[url.index("/payments/") :]
        response, _ = self.call("GET", path, self.cookie)
        self.refs.append(response.headers["location"].rstrip("/").rsplit("/", 1)[-1])
        self.paths.append(path.replace("/go/", "/return/"))

    def come_back(self, _: int) -> None:
        """Back from the provider: the market asks it and books the money."""
        self.call("GET", self.paths.pop(), self.cookie)

    def press(self) -> None:
        self.stack.load(PRESS.replace("@REFS@", repr(self.refs)))
        self.refs.clear()


def run(stack: Stack) -> Iterator[Result]:
    skus = stack.load(products(100))["skus"]
    buyer = Buyer(stack, set_up(stack, stock=1), skus)
    costs = []
    peers = stack.beside("checkout", N // 8)
    theirs: list[list[Cost]] = [[] for _ in peers]
    for number in range(ROUNDS + 1):
        for cost, work in zip(theirs, peers, strict=True):
            cost.append(stack.measure(*work))
        placed = stack.measure(buyer.order, N)
        buyer.press()
        paid = stack.measure(buyer.come_back, N)
        if number:  # the first round warms up
            costs.append((placed, paid))
    whole = part("checkout", [add(*pair) for pair in costs])
    yield stack.against(whole, [cost[1:] for cost in theirs])
    yield part("checkout-place", [placed for placed, _ in costs])
    yield part("checkout-pay", [paid for _, paid in costs])


def add(one: Cost, other: Cost) -> Cost:
    return Cost(one.web + other.web, one.database + other.database, one.client + other.client)


def part(name: str, costs: list[Cost]) -> Result:
    notes = ", ".join(
        f"{kind} {summarise(name, '', [getattr(c, kind) for c in costs], N).value}"
        for kind in ("web", "database", "client")
    )
    return summarise(name, "ms CPU", [c.server for c in costs], N, notes)
