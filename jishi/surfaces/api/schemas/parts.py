"""Parts that many answers share."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

T = TypeVar("T")


class Strict(Schema):
    """Nothing more than what is declared."""

    model_config = ConfigDict(extra="forbid")


class PageOut(Strict, Generic[T]):
    """One page; ask again with `next_cursor` as `cursor` until it is null."""

    items: list[T]
    next_cursor: str | None


class ErrorBody(Strict):
    """What went wrong."""

    code: str = Field(description="Stable; programs decide by it.")
    message: str = Field(description="For people, in the language of Accept-Language.")
    details: dict[str, Any]


class ErrorOut(Strict):
    """Any answer that is not 2xx."""

    error: ErrorBody


class CategoryOut(Strict):
    """A department of the mall."""

    slug: str
    name_zh: str
    name_en: str
    product_count: int


class TransitionOut(Strict):
    """One allowed step: who may take it, and after how long it happens by itself."""

    source: str
    target: str
    by: list[str]
    after_seconds: int | None


class LifecycleOut(Strict):
    """A state machine as data: who may do what next."""

    name: str
    initial: str
    states: list[str]
    terminal: list[str]
    transitions: list[TransitionOut]


class AcceptedOut(Strict):
    """How many events of a batch were taken."""

    accepted: int


class ShopRef(Strict):
    """A shop one works for."""

    id: str
    name: str
    status: str


class MeOut(Strict):
    """Who the token or session belongs to."""

    id: str
    display_name: str
    handle: str
    avatar_url: str | None
    shops: list[ShopRef]
    scopes: list[str] | None = Field(description="Null for a browser session: all of them.")
