"""Builds the catalogue's dataclasses from parsed TOML, strictly: an unknown field is an error."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import lru_cache
from typing import Any, TypeVar

from jishi.run.demo.catalogue.shapes import Text

T = TypeVar("T")


def build(kind: type[T], value: Any) -> T:
    """An object of `kind` from tables, arrays and scalars.

    A plain string stands for a Text that is the same in both languages. Raises TypeError for a
    field that `kind` does not have, or a value of the wrong type.
    """
    return typing.cast(T, _build(kind, value))


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(kind), value)
    if origin is dict:
        return {key: _build(typing.get_args(kind)[1], inner) for key, inner in value.items()}
    if origin is tuple:
        return _tuple(typing.get_args(kind), value)
    if kind is Text and isinstance(value, str):
        return Text(value, value)
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise TypeError(f"{kind} needs a table, not {value!r}")
        hints = _hints(typing.cast(type, kind))
        unknown = value.keys() - hints.keys()
        if unknown:
            raise TypeError(f"{kind} has no field {sorted(unknown)}")
        make = typing.cast(Any, kind)
        return make(**{name: _build(hints[name], inner) for name, inner in value.items()})
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        plain = kind if isinstance(kind, type) and not dataclasses.is_dataclass(kind) else dict
        if kind is not types.NoneType and isinstance(value, plain):
            return _build(kind, value)
    raise TypeError(f"{value!r} is none of {kinds}")


def _tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no array")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_build(kinds[0], inner) for inner in value)
    return tuple(_build(kind, inner) for kind, inner in zip(kinds, value, strict=True))
