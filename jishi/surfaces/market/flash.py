"""Ordering in a flash sale: a signed ticket, and many buyers' orders in one transaction.

A ticket says who may order what at which price under which key, so that a request needs neither
session nor form to be trusted; it is given to its buyer's own page (or program) only.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import errors as kernel_errors
from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.gathering import Gatherer
from jishi.foundation.kernel.signing import make_token, read_token
from jishi.foundation.kernel.transactions import durable
from jishi.trade.catalog import errors as catalog_errors
from jishi.trade.orders import errors as order_errors
from jishi.trade.orders.actions.place_flash_orders import place_flash_orders
from jishi.trade.orders.types import Attribution, FlashOrder, FlashPlaced
from jishi.trade.promotions import errors as promotion_errors
from jishi.trade.promotions.queries import get_flash_item
from jishi.trade.promotions.types import FlashItemView

TICKET = "flash-ticket"
TICKET_SECONDS = 2 * 3600
TRIES = 4

Gathered = Gatherer[FlashOrder, FlashPlaced]
_gatherers: dict[UUID, Gathered] = {}
_lock = threading.Lock()


def make_ticket(
    *,
    item: FlashItemView,
    person_id: UUID,
    quantity: int,
    key: str,
    attribution: Attribution | None = None,
) -> str:
    """What lets a person order so many of an item, once."""
    source = asdict(attribution) if attribution else {}
    claims = {
        "i": str(item.id),
        "g": str(item.product_id),
        "p": str(person_id),
        "n": quantity,
        "due": item.price_minor * quantity,
        "k": key,
        "from": {k: str(v) for k, v in source.items() if v},
    }
    return make_token(TICKET, claims, TICKET_SECONDS)


def open_ticket(ticket: str) -> dict[str, Any]:
    """What a ticket says; raises InvalidInput for one that is forged or too old."""
    claims = read_token(TICKET, ticket) if ticket.isascii() else None
    if claims is None:
        raise InvalidInput(field="ticket")
    return claims


def order_with_ticket(
    claims: Mapping[str, Any], address: str, provider: str = "sandbox"
) -> FlashPlaced:
    """Order by an opened ticket, in the next batch of its item.

    Called outside a transaction: the batch has one of its own.
    """
    try:
        address_id = UUID(address)
    except ValueError:
        return FlashPlaced(error=order_errors.AddressMissing.code)
    wish = FlashOrder(
        buyer_id=UUID(claims["p"]),
        address_id=address_id,
        quantity=claims["n"],
        expected_payable_minor=claims["due"],
        idempotency_key=claims["k"],
        provider=provider,
        attribution=_attribution(claims["from"]),
    )
    try:
        gatherer = _gatherer(UUID(claims["i"]))
    except DomainError as error:
        return FlashPlaced(error=error.code)
    return gatherer.submit(wish)


def _attribution(source: Mapping[str, str]) -> Attribution | None:
    if not source:
        return None
    ids = {
        name: UUID(source[name])
        for name in ("content_id", "creator_id", "decision_id")
        if name in source
    }
    texts = {n: source[n] for n in ("scene", "content_kind", "share", "channel") if n in source}
    return Attribution(**texts, **ids)  # type: ignore[arg-type]  # as `make_ticket` wrote them


def _gatherer(item_id: UUID) -> Gathered:
    found = _gatherers.get(item_id)
    if found is None:
        with _lock:
            found = _gatherers.get(item_id)
            if found is None:
                try:
                    item = get_flash_item(item_id)  # its price and SKU never change
                finally:
                    _let_go()
                found = _gatherers[item_id] = Gatherer(partial(_run, item))
    return found


def _run(item: FlashItemView, wishes: Sequence[FlashOrder]) -> Sequence[FlashPlaced]:
    """One batch; tried again when goods were sold elsewhere, or a key was used, meanwhile."""
    try:
        for _ in range(TRIES):
            try:
                with durable():
                    return place_flash_orders(item=item, wishes=wishes)
            except (catalog_errors.StockShort, order_errors.PlacedMeanwhile) as error:
                code = error.code
            except DomainError as error:
                code = error.code
                break
        return [FlashPlaced(error=code)] * len(wishes)
    finally:
        _let_go()


def _let_go() -> None:
    """Give the thread's connection back to the pool: the thread may be none of Django's."""
    if not connection.in_atomic_block:
        connection.close()


_ERRORS: dict[str, type[DomainError]] = {
    kind.code: kind
    for module in (promotion_errors, order_errors, catalog_errors, kernel_errors)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, DomainError)
}


def error_of(code: str, limit: int = 1) -> DomainError:
    """The error that refused an order, to be said or raised; FlashOver for an unknown code."""
    known = _ERRORS.get(code, promotion_errors.FlashOver)
    return known(field="flash", limit=limit, title="")
