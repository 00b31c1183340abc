"""Reading a pasted address: name, phone, region, street, postcode; Chinese and simple English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers

from jishi.trade.shipping.rules.divisions import (
    all_divisions,
    divisions_in,
    names_of,
    region_text,
)
from jishi.trade.shipping.types import Division, ParsedAddress

LIMIT = 400
_LABELS = {
    "name": ("收货人姓名", "收件人姓名", "收货人", "收件人", "联系人", "姓名", "recipient", "name"),
    "phone": (
        "手机号码",
        "联系电话",
        "电话号码",
        "手机号",
        "手机",
        "电话",
        "telephone",
        "mobile",
        "phone",
        "tel",
    ),
    "postcode": ("邮政编码", "邮编", "postal code", "postcode", "zip code", "zip"),
    "": (
        "所在地区",
        "详细地址",
        "收货地址",
        "收件地址",
        "地区",
        "地址",
        "ship to",
        "address",
        "region",
    ),
}
_KINDS = {word: kind for kind, words in _LABELS.items() for word in words}
_LABEL = re.compile(
    r"(?<![A-Za-z])("
    + "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
    + r")\s*[::]\s*",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?:-\d{1,5})?(?!\d)")
_POSTCODE = re.compile(r"(?<![\dA-Za-z-])\d{5,6}(?![\d号室栋弄-])")
_CJK = re.compile(r"[\u3400-\u9fff]")
_BREAK = re.compile(r"[,;|\n\t。、]+")
_STREET_CJK = re.compile(r"[路街道巷弄号楼室村镇乡苑园厦座栋幢单元层院店里坊]|\d")
_NAME_CJK = re.compile(r"[\u3400-\u9fff·]{2,12}")
_STREET_LATIN = re.compile(
    r"\d|\b(road|rd|street|st|avenue|ave|lane|building|room|block|floor|apt|unit)\b", re.IGNORECASE
)
_LATIN_TAIL = re.compile(
    r"\s+(province|city|district|county|prefecture|autonomous region|municipality|qu|shi|sheng)$"
)
_GLUED = re.compile(r"(.*[号室楼栋幢元层])([\u3400-\u9fff]{2,3})")
_LEVELS = "省市区县州盟旗"
_COUNTRIES = {"china", "pr china", "p.r. china", "prc", "cn", "中国"}


@dataclass
class _Found:
    """What was read so far."""

    name: str = ""
    phone: str = ""
    postcode: str = ""
    division: str = ""
    street: list[str] = field(default_factory=list)


def parse_address(text: str) -> ParsedAddress:
    """Read what can be read; what cannot stays in `street`, nothing is dropped silently."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).replace("\r", "\n").replace("\x00", "")
    found = _Found()
    text = _take_phone(text, found)
    tokens = list(_tokens(text))
    chinese = bool(_CJK.search(text))
    rest = [token for kind, token in tokens if not _take_labelled(kind, token, found)]
    rest = [part for token in rest if (part := _take_postcode(token, found))]
    rest = [part for part in rest if part.lower() not in _COUNTRIES]
    if chinese:
        _read_chinese([part for token in rest for part in token.split()], found)
    else:
        _read_latin(rest, found)
    glue = "" if chinese else ", "
    return ParsedAddress(
        name=found.name,
        phone=found.phone,
        region=region_text(found.division),
        division=found.division,
        street=glue.join(found.street)[:200],
        postcode=found.postcode,
    )


def _take_phone(text: str, found: _Found) -> str:
    mobile = _MOBILE.search(text)
    if mobile is not None:
        found.phone = "".join(mobile.groups())
        return f"{text[: mobile.start()]}\n{text[mobile.end() :]}"
    landline = _LANDLINE.search(text)
    if landline is not None:
        found.phone = landline.group()
        return f"{text[: landline.start()]}\n{text[landline.end() :]}"
    for match in phonenumbers.PhoneNumberMatcher(text, "CN"):
        found.phone = match.raw_string
        return f"{text[: match.start]}\n{text[match.end :]}"
    return text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Pieces between breaks, each with the field that its label names (empty without one)."""
    at, kind = 0, ""
    for match in [*_LABEL.finditer(text), None]:
        end = match.start() if match else len(text)
        for piece in _BREAK.split(text[at:end]):
            if piece.strip(" .-"):
                yield kind, piece.strip(" .-")
                kind = "" if kind in ("name", "phone", "postcode") else kind
        if match:
            at, kind = match.end(), _KINDS[match.group(1).lower()]


def _take_labelled(kind: str, token: str, found: _Found) -> bool:
    if kind in ("name", "phone", "postcode") and not getattr(found, kind):
        if kind == "name" and _CJK.search(token) and " " in token:
            return False
        setattr(found, kind, token[:40])
        return True
    return kind == "phone"


def _take_postcode(token: str, found: _Found) -> str:
    match = _POSTCODE.search(token)
    if match is None or found.postcode:
        return token
    found.postcode = match.group()
    return f"{token[: match.start()]} {token[match.end() :]}".strip()


def _read_chinese(tokens: list[str], found: _Found) -> None:
    started = False
    for token in tokens:
        rest, code = _match_divisions(token, found.division)
        if code:
            found.division, started = code, True
            if rest:
                found.street.append(rest)
        elif not found.name and _may_be_name(token, before_region=not started):
            found.name = token
        else:
            found.street.append(token)
    glued = _GLUED.fullmatch(found.street[-1]) if found.street and not found.name else None
    if glued and not _STREET_CJK.search(glued.group(2)):
        found.street[-1], found.name = glued.groups()


def _may_be_name(token: str, *, before_region: bool) -> bool:
    """Somebody's name may hold a word of streets (`路小路`) only where no street can stand yet."""
    if before_region and len(token) <= 4:
        return not re.search(r"\d", token)
    return bool(_NAME_CJK.fullmatch(token)) and not _STREET_CJK.search(token)


def _match_divisions(text: str, known: str) -> tuple[str, str]:
    """The text after the divisions it begins with, and the code reached; `known` comes before."""
    rest, code = text.removeprefix("中国"), known
    while len(code) < 6:
        step = _next_division(rest, code)
        if step is None:
            break
        division, name = step
        rest, code = rest[len(name) :].lstrip(), division.code
    return (rest, code) if code != known else (text, "")


def _next_division(text: str, parent: str) -> tuple[Division, str] | None:
    below = _begins(text, divisions_in(parent), whole=False)
    if below is not None:
        return below
    # A level may be left out: the city after nothing, the district after the province.
    for length in (4, 6):
        if length <= len(parent):
            continue
        lower = [d for c, d in all_divisions().items() if len(c) == length and c.startswith(parent)]
        skipped = _begins(text, lower, whole=length == 6 and not parent)
        if skipped is not None:
            return skipped
    return None


def _begins(
    text: str, divisions: tuple[Division, ...] | list[Division], *, whole: bool
) -> tuple[Division, str] | None:
    """The division whose name the text begins with; the longest name counts, two say nothing."""
    best: list[tuple[Division, str]] = []
    for division in divisions:
        for name in names_of(division.code)[: 1 if whole else 2]:
            cut = len(name) < len(division.name) and text[len(name) : len(name) + 1] in _LEVELS
            if text.startswith(name) and not (cut and text[len(name) :]):
                if best and len(name) > len(best[0][1]):
                    best = []
                if not best or len(name) == len(best[0][1]):
                    best.append((division, name))
                break
    return best[0] if len(best) == 1 else None


def _read_latin(tokens: list[str], found: _Found) -> None:
    """Parts between commas: divisions by their spelling, a name without figures, the rest."""
    names = {}
    for token in tokens:
        word = _LATIN_TAIL.sub("", token.lower().strip()).replace(" ", "").replace("'", "")
        names[token] = [d for d in all_divisions().values() if _key(d) == word]
    found.division = _deepest(list(names.values()))
    used = set(_on_the_way(found.division, names))
    for token in tokens:
        if token in used:
            continue
        if not found.name and not _STREET_LATIN.search(token) and len(token) <= 40:
            found.name = token
        else:
            found.street.append(token)


def _key(division: Division) -> str:
    return division.latin.lower().replace(" ", "").replace("'", "")


def _deepest(choices: list[list[Division]]) -> str:
    """The code that most of the parts agree on, the deepest of them; empty for none."""
    codes = {d.code for choice in choices for d in choice}

    def agreeing(code: str) -> int:
        return sum(any(code.startswith(d.code) for d in choice) for choice in choices)

    best = max(codes, key=lambda c: (agreeing(c), -len(c), c), default="")
    ties = [c for c in codes if agreeing(c) == agreeing(best) and len(c) == len(best)]
    return best if len(ties) == 1 else ""


def _on_the_way(code: str, names: dict[str, list[Division]]) -> Iterator[str]:
    for token, choice in names.items():
        if code and any(code.startswith(d.code) for d in choice):
            yield token
