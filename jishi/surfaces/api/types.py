"""Scopes of tokens, and tokens as their owner sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.types import Actor


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class Scope(StrEnum):
    """What a token allows; reading what everybody sees needs none."""

    ME_READ = "me.read"
    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
    SHOP_READ = "shop.read"
    SHOP_WRITE = "shop.write"
    SIGNALS_WRITE = "signals.write"

    @property
    def label(self) -> str:
        """Its meaning in English: a message to translate."""
        return _LABELS[self]


_LABELS = {
    Scope.ME_READ: _("Read my profile and my feed"),
    Scope.ORDERS_READ: _("Read my orders, cart and addresses"),
    Scope.ORDERS_WRITE: _("Change my cart, place orders, cancel, confirm receipt"),
    Scope.SHOP_READ: _("Read the orders, goods and stock of my shops"),
    Scope.SHOP_WRITE: _("Ship and cancel orders of my shops; change goods, stock and showcases"),
    Scope.SIGNALS_WRITE: _("Report what I watch"),
}


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token without its secret; `start` are its first characters, to tell it from others."""

    id: UUID
    name: str
    start: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: its secret is shown this once."""

    view: TokenView
    secret: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: always a person's own capacity; `scopes` is None for a browser session."""

    actor: Actor
    scopes: frozenset[str] | None

    def allows(self, scope: Scope) -> bool:
        """Whether this caller may do what the scope names."""
        return self.scopes is None or scope in self.scopes
