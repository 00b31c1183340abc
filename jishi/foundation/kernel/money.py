"""Money: integers in minor units, split without losing any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_MINOR = 10**13  # 100 billion in a currency with cents; beyond it lies a mistake
_EXPONENT = {"JPY": 0, "KRW": 0}
_SYMBOL = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥"}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency."""

    minor: int
    currency: str = "CNY"

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} is not {other.currency}")

    def __str__(self) -> str:
        return format_minor(self.minor, self.currency)


def symbol(currency: str) -> str:
    """The sign written before an amount."""
    return _SYMBOL.get(currency, currency + " ")


def format_number(minor: int, currency: str, *, trim: bool = False) -> str:
    """The figure alone, e.g. `1,280.50`; `trim` drops zeros at the end (for shelves)."""
    exponent = _EXPONENT.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**exponent)
    text = f"{whole:,}"
    if exponent:
        decimals = f"{rest:0{exponent}d}"
        if trim:
            decimals = decimals.rstrip("0")
        if decimals:
            text += "." + decimals
    return ("−" if minor < 0 else "") + text


def format_minor(minor: int, currency: str) -> str:
    """The amount as people read it, e.g. `¥45.90`."""
    sign = "−" if minor < 0 else ""
    return f"{sign}{symbol(currency)}{format_number(abs(minor), currency)}"


def share_ppm(minor: int, rate_ppm: int) -> int:
    """`rate_ppm` millionths of `minor`, rounded half up; exact in integers."""
    sign = -1 if minor < 0 else 1
    return sign * ((abs(minor) * rate_ppm + 500_000) // 1_000_000)


def allocate(minor: int, weights: Sequence[int]) -> list[int]:
    """Split `minor` in proportion to `weights` by largest remainder; parts sum to the whole.

    Raises ValueError when the weights are negative or all zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be positive")
    sign = -1 if minor < 0 else 1
    amount = abs(minor)
    parts = [amount * w // total for w in weights]
    rest = amount - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in order[:rest]:
        parts[i] += 1
    return [sign * p for p in parts]


def parse_minor(text: str, currency: str) -> int:
    """Minor units of an amount as people write it (`45.9`, `1,280`); raises ValueError."""
    exponent = _EXPONENT.get(currency, 2)
    plain = text.strip().removeprefix(symbol(currency)).replace(",", "").replace("，", "")
    whole, _, decimals = plain.partition(".")
    digits = whole + decimals.ljust(exponent, "0")
    if not plain.isascii() or not digits.isdigit() or len(decimals) > exponent or not whole:
        raise ValueError(text)
    value = int(digits[:20])
    if len(digits) > 20 or value > MAX_MINOR:
        raise ValueError(text)
    return value


def write_plain(minor: int, currency: str) -> str:
    """The amount as a form field holds it: `45.90`."""
    return format_number(minor, currency).replace(",", "")
