"""A crowd of buyers at one flash sale over HTTP: tickets made first, then sent all at once."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.market import Market

SETUP = """
import json
from datetime import timedelta
from jishi.foundation.accounts.models import Person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.market.flash import make_ticket
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders.models import Address
from jishi.trade.promotions.actions.make_flash_sale import make_flash_sale
from jishi.trade.promotions.models import FlashItem
from jishi.trade.promotions.queries import get_flash_item
from jishi.trade.promotions.types import FlashGoods
from jishi.trade.shops.factories import make_shop, owner_of

with durable():
    shop = make_shop()
with durable():
    product = make_product(shop, stock=@STOCK@)
with durable():
    make_flash_sale(actor=owner_of(shop), shop_id=shop.id, title="Flash",
        starts_at=clock.now() - timedelta(minutes=1), ends_at=clock.now() + timedelta(hours=1),
        goods=[FlashGoods(product.skus[0].id, 1990, @UNITS@, @EACH@)])
people = [Person(id=new_id(), display_name=f"Buyer {n}", handle=f"flash{n}",
                 password="!") for n in range(@BUYERS@)]
addresses = [Address(person=p, name="Lin", phone="13800138000", region="Hangzhou",
                     street="Longjing 1", is_default=True, created_at=clock.now())
             for p in people]
with durable():
    Person.objects.bulk_create(people)
    Address.objects.bulk_create(addresses)
item = get_flash_item(FlashItem.objects.get(product_id=product.id).id)
tickets = [
    [make_ticket(item=item, person_id=p.id, quantity=1, key=f"flash:{new_id()}"), str(a.id)]
    for _ in range(@TIMES@) for p, a in zip(people, addresses)
]
print(json.dumps({"item": str(item.id), "sku": str(item.sku_id), "tickets": tickets}))
"""


def set_up(
    market: Market, *, stock: int, units: int, buyers: int, each: int = 1, times: int = 1
) -> dict[str, object]:
    """A flash sale of `units`, and `times` tickets for each of `buyers`."""
    values = {"STOCK": stock, "UNITS": units, "BUYERS": buyers, "EACH": each, "TIMES": times}
    code = SETUP
    for name, value in values.items():
        code = code.replace(f"@{name}@", str(value))
    found: dict[str, object] = json.loads(market.python(code).strip().splitlines()[-1])
    return found


@dataclass
class Answers:
    """What the crowd was told, and how long the last waited."""

    codes: Counter[str] = field(default_factory=Counter)
    payments: list[str] = field(default_factory=list)
    seconds: float = 0.0


def rush(port: int, tickets: list[list[str]], connections: int) -> Answers:
    """Send all tickets over so many kept connections at once."""
    return asyncio.run(_rush(port, tickets, connections))


async def _rush(port: int, tickets: list[list[str]], connections: int) -> Answers:
    found = Answers()
    requests = [_request(*ticket) for ticket in tickets]
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    started = time.perf_counter()
    await asyncio.gather(
        *(
            _walk(reader, writer, requests[n::connections], found)
            for n, (reader, writer) in enumerate(pairs)
        )
    )
    found.seconds = time.perf_counter() - started
    return found


def _request(ticket: str, address: str) -> bytes:
    body = urlencode({"ticket": ticket, "address": address}).encode()
    head = (
        "POST /flash/place HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _walk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    requests: list[bytes],
    found: Answers,
) -> None:
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        body = await reader.readexactly(length)
        assert body.startswith(b"{"), (head, body[:300])
        answer = json.loads(body)
        if head.startswith(b"HTTP/1.1 201"):
            found.codes["placed"] += 1
            found.payments.append(answer["payment_url"].rstrip("/").rsplit("/", 1)[-1])
        else:
            found.codes[answer["error"]["code"]] += 1
    writer.close()
