"""CPU of one page of 24 products as JSON, from 1,000 products of five SKUs."""

from __future__ import annotations

from collections.abc import Iterator

from bench.data import products
from bench.results import Result, summarise
from bench.stack import Stack

N = 200


def run(stack: Stack) -> Iterator[Result]:
    stack.load(products(1000))
    http = stack.connect()
    [api, html, *peers] = stack.rounds(
        (lambda _: stack.get(http, "/api/v1/products?limit=24"), N),
        (lambda _: stack.get(http, "/mall/"), N // 4),
        *stack.beside("list_page", N // 8),
    )
    yield stack.against(report("product-list", api, N), peers)
    yield report("product-list-html", html, N // 4)


def report(name: str, costs: list, n: int) -> Result:
    """The value, with its parts in the notes."""
    web, database, client = (
        summarise(name, "", [getattr(c, part) for c in costs], n).value
        for part in ("web", "database", "client")
    )
    return summarise(
        name,
        "ms CPU",
        [c.server for c in costs],
        n,
        f"web {web} + database {database}; client {client}",
    )
