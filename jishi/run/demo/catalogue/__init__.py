"""The content of the demo market: people, shops, goods, posts and what is said under them.

The words live in the TOML files beside this module, in both languages, so that they can be read
and mended as words; shapes.py says what they mean.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from jishi.run.demo.catalogue.read import build
from jishi.run.demo.catalogue.shapes import Chart, Details, Part, Person, Post, Product, Shop

_FOLDER = Path(__file__).parent


def _rows(name: str, *files: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in files:
        found += tomllib.loads((_FOLDER / f"{file}.toml").read_text(encoding="utf-8"))[name]
    return found


PEOPLE = tuple(build(Person, row) for row in _rows("people", "people"))
SHOPS = tuple(build(Shop, row) for row in _rows("shops", "shops"))
PRODUCTS = tuple(
    build(Product, row) for row in _rows("products", "goods_farm", "goods_table", "goods_house")
)
POSTS = tuple(build(Post, row) for row in _rows("posts", "videos", "articles"))
_SAID = tomllib.loads((_FOLDER / "details.toml").read_text(encoding="utf-8"))
DETAILS = {key: build(Details, row) for key, row in _SAID["details"].items()}
CHARTS = {key: build(Chart, row) for key, row in _SAID["charts"].items()}
PARTS = {key: tuple(build(Part, row) for row in rows) for key, rows in _SAID["blocks"].items()}

__all__ = [
    "CHARTS",
    "DETAILS",
    "PARTS",
    "PEOPLE",
    "POSTS",
    "PRODUCTS",
    "SHOPS",
]
