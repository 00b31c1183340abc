"""Checks of what a merchant enters for a product, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.trade.catalog.errors import (
    CategoryUnknown,
    OptionsInvalid,
    PriceInvalid,
    QuantityInvalid,
    SkuCodeTaken,
    TooManyPictures,
    TooManySkus,
)
from jishi.trade.catalog.rules import (
    CATEGORY_SLUGS,
    CODE_LIMIT,
    DESCRIPTION_LIMIT,
    MAX_OPTION_NAMES,
    MAX_PICTURES,
    MAX_PRICE_MINOR,
    MAX_SKUS,
    MAX_STOCK,
    MAX_WEIGHT_GRAMS,
    OPTION_LIMIT,
    TITLE_LIMIT,
)
from jishi.trade.catalog.types import Promise, SkuInput

# A stored file's key: signed as it is, so it must not climb out of its folder.
_KEY = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
Words = dict[str, Any]  # plain JSON: what is kept as a pending edit


def check_words(
    *,
    title: str,
    description: str,
    category: str,
    pictures: Sequence[str],
    promises: Sequence[str],
    option_names: Sequence[str],
) -> Words:
    """The words of a product, cleaned; raises what is wrong with the first unfit one."""
    if category not in CATEGORY_SLUGS:
        raise CategoryUnknown(category=category[:30])
    if len(pictures) > MAX_PICTURES:
        raise TooManyPictures(limit=MAX_PICTURES)
    names = [clean_line(n, field="options", limit=OPTION_LIMIT) for n in option_names]
    if len(names) > MAX_OPTION_NAMES or len(set(names)) < len(names):
        raise OptionsInvalid()
    known = set(Promise)
    if any(p not in known for p in promises):
        raise InvalidInput(field="promises")
    return {
        "title": clean_line(title, field="title", limit=TITLE_LIMIT),
        "description": clean_text(
            description, field="description", limit=DESCRIPTION_LIMIT, required=False
        ),
        "category": category,
        "pictures": [check_key(key) for key in pictures],
        "promises": [str(p) for p in dict.fromkeys(promises)],
        "option_names": names,
    }


def check_key(key: str) -> str:
    """A stored file's key; raises InvalidInput for anything that is not one."""
    if len(key) > 200 or not _KEY.fullmatch(key):
        raise InvalidInput(field="pictures")
    return key


def check_skus(skus: Sequence[SkuInput], option_names: Sequence[str]) -> list[Words]:
    """The SKUs, cleaned, each with its options as [name, value] pairs."""
    if not 1 <= len(skus) <= MAX_SKUS:
        raise TooManySkus(limit=MAX_SKUS)
    found: list[Words] = []
    for number, sku in enumerate(skus, start=1):
        if len(sku.options) != len(option_names):
            raise OptionsInvalid()
        values = [clean_line(v, field="options", limit=OPTION_LIMIT) for v in sku.options]
        code = clean_line(sku.code, field="code", limit=CODE_LIMIT, required=False)
        found.append(
            {
                "id": str(sku.id) if sku.id else None,
                "code": code or str(number),
                "options": [list(pair) for pair in zip(option_names, values, strict=True)],
                "price_minor": check_price(sku.price_minor),
                "list_price_minor": check_list_price(sku.list_price_minor),
                "stock": check_stock(sku.stock),
                "picture_key": check_key(sku.picture_key) if sku.picture_key else "",
                "weight_grams": check_weight(sku.weight_grams),
            }
        )
    codes = [s["code"] for s in found]
    if len(set(codes)) < len(codes):
        raise SkuCodeTaken(sku_code=next(c for c in codes if codes.count(c) > 1))
    if len({str(s["options"]) for s in found}) < len(found):
        raise OptionsInvalid()
    return found


def check_price(price_minor: int) -> int:
    """A price in minor units; raises PriceInvalid."""
    if type(price_minor) is not int or not 0 < price_minor <= MAX_PRICE_MINOR:
        raise PriceInvalid()
    return price_minor


def check_list_price(price_minor: int | None) -> int | None:
    """A crossed-out price in minor units, or none; raises PriceInvalid."""
    return None if price_minor is None else check_price(price_minor)


def check_stock(count: int) -> int:
    """Units on the shelf; raises QuantityInvalid."""
    if type(count) is not int or not 0 <= count <= MAX_STOCK:
        raise QuantityInvalid(least=0, most=MAX_STOCK)
    return count


def check_weight(grams: int | None) -> int | None:
    """A SKU's weight with its packing, or none; raises QuantityInvalid."""
    if grams is not None and (type(grams) is not int or not 0 < grams <= MAX_WEIGHT_GRAMS):
        raise QuantityInvalid(least=1, most=MAX_WEIGHT_GRAMS)
    return grams
