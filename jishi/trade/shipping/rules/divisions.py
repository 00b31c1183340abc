"""The administrative divisions of China (GB/T 2260): names, codes, what lies in what."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from jishi.trade.shipping.types import Division

_TABLE = Path(__file__).parents[1] / "divisions.csv"
_SUFFIXES = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "林区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "旗",
)
_DIRECT = "直辖县级行政区划"  # a level that nobody writes
_DEPTHS = {2: 4, 4: 6}


@cache
def all_divisions() -> dict[str, Division]:
    """Every division by its code."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Division(**row) for row in csv.DictReader(file)}


@cache
def divisions_in(parent: str = "") -> tuple[Division, ...]:
    """The divisions right below one (the provinces without a parent), by code."""
    length = _DEPTHS.get(len(parent), 2) if parent else 2
    return tuple(
        d for code, d in all_divisions().items() if len(code) == length and code.startswith(parent)
    )


def path_of(code: str) -> tuple[Division, ...]:
    """Province, city, district of a code, as far as it goes; empty for an unknown one."""
    known = all_divisions()
    if code not in known:
        return ()
    return tuple(known[code[:n]] for n in (2, 4, 6) if n <= len(code) and code[:n] in known)


def region_text(code: str) -> str:
    """A code as an address book writes it: `浙江省 杭州市 西湖区`, nothing said twice."""
    names: list[str] = []
    for division in path_of(code):
        if _DIRECT not in division.name and division.name not in names:
            names.append(division.name)
    return " ".join(names)


def short_name(name: str) -> str:
    """The name as people say it: `浙江` for `浙江省`."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


@cache
def names_of(code: str) -> tuple[str, ...]:
    """How a division may be written in Chinese, the longest first."""
    name = all_divisions()[code].name
    return tuple(dict.fromkeys((name, short_name(name)))) if _DIRECT not in name else ()
