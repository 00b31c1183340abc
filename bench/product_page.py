"""CPU of one product with its five SKUs as JSON, and of its page as HTML."""

from __future__ import annotations

from collections.abc import Iterator

from bench.data import products
from bench.product_list import report
from bench.results import Result
from bench.stack import Stack

N = 200


def run(stack: Stack) -> Iterator[Result]:
    ids = stack.load(products(1000))["products"]
    http = stack.connect()
    [api, html, *peers] = stack.rounds(
        (lambda i: stack.get(http, f"/api/v1/products/{ids[i * 7 % 1000]}"), N),
        (lambda i: stack.get(http, f"/g/{ids[i * 7 % 1000]}"), N // 4),
        *stack.beside("detail_page", N // 8),
    )
    yield stack.against(report("product-page", api, N), peers)
    yield report("product-page-html", html, N // 4)
