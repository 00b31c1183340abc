"""Several processes of buyers at one scarce SKU: exactly what was there is sold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.factories import make_buyer
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries import list_addresses

pytestmark = [pytest.mark.load, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
PROCESSES, BUYERS, UNITS = 4, 200, 20


def start(buyers: list[list[str]], sku: str, price_minor: int) -> subprocess.Popen[str]:
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["JISHI_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.load.buyers"],
        cwd=ROOT,
        env=os.environ
        | {"JISHI_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "jishi.config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    json.dump({"sku": sku, "price_minor": price_minor, "buyers": buyers}, process.stdin)
    process.stdin.close()
    return process


def test_processes_of_buyers_sell_exactly_what_is_there():
    product = make_product(stock=UNITS)
    sku = product.skus[0]
    pairs = []
    for _ in range(BUYERS):
        buyer = make_buyer()
        address = list_addresses(buyer.require_person())[0]
        pairs.append([str(buyer.person_id), str(address.id)])
    crowd = [start(pairs[n::PROCESSES], str(sku.id), sku.price_minor) for n in range(PROCESSES)]
    answers: Counter[str] = Counter()
    for process in crowd:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        answers.update(json.loads(process.stdout.read()))
        assert process.wait(60) == 0
    assert answers == {"paid": UNITS, "stock_short": BUYERS - UNITS}
    stock = stock_of(sku.id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (0, 0, UNITS)
    orders = list(Order.objects.all())
    assert len(orders) == len({o.buyer_id for o in orders}) == UNITS
    assert {get_balance(f"escrow:order:{o.id}").posted_minor for o in orders} == {sku.price_minor}
    assert len(recorded("orders.order_paid")) == UNITS
    assert ask_all() == []
