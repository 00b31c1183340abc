"""Other shops, installed from their registries, fed the same goods, measured in the same run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from tests.buying import connect

if TYPE_CHECKING:
    from bench.peers.peer import Peer
    from bench.stack import Stack

COLUMNS = (
    "name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku",
    "price", "taxCategory", "stockOnHand", "trackInventory", "variantAssets", "variantFacets",
)  # fmt: skip
GOODS = """
SELECT p.title, p.description, s.options, s.code, s.price_minor, s.position
FROM catalog_product p JOIN catalog_sku s ON s.product_id = p.id
WHERE p.listing_status = 'listed' ORDER BY p.id, s.position
"""


def start_peers(stack: Stack) -> list[Peer]:
    """All of them, selling what the stack's market sells."""
    from bench.peers.oscar_shop import Oscar
    from bench.peers.vendure_shop import Vendure

    goods = stack.var.parent / "goods.csv"
    write_goods(stack, goods)
    peers: list[Peer] = [Vendure(stack), Oscar(stack)]
    for peer in peers:
        peer.start(goods)
    return peers


def write_goods(stack: Stack, path: Path) -> None:
    """The market's listed products with their SKUs, in the columns that Vendure imports."""
    with connect(stack) as db, path.open("w", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        number = -1
        for title, words, options, code, price, position in db.execute(GOODS):
            first = position == 0
            number += first
            [[option, value]] = options
            rows.writerow(
                {
                    "name": title if first else "",
                    "slug": f"p{number:04d}" if first else "",
                    "description": words if first else "",
                    "optionGroups": option if first else "",
                    "optionValues": value,
                    "sku": code,
                    "price": f"{price / 100:.2f}",
                    "taxCategory": "standard",
                    "stockOnHand": 1_000_000,
                    "trackInventory": "true",
                }
            )
