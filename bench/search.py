"""CPU of a search for a Chinese word among 1,000 products, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from bench.data import products
from bench.product_list import report
from bench.results import Result
from bench.stack import Stack

N = 200
WORD = quote("蜂蜜")


def run(stack: Stack) -> Iterator[Result]:
    stack.load(products(1000))
    stack.jishi("manage", "rebuild_search")
    http = stack.connect()
    [api, *peers] = stack.rounds(
        (lambda _: stack.get(http, f"/api/v1/search?q={WORD}&kind=products&limit=24"), N),
        *stack.beside("search_page", N // 8),
    )
    yield stack.against(report("search", api, N), peers)
