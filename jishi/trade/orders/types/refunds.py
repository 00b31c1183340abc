"""What orders ask of the floor above: money back for a part of an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from jishi.foundation.kernel.types import Actor


@dataclass(frozen=True, slots=True)
class UnsentLine:
    """So many of a line that will not be sent; `amount_minor` is what the buyer paid for them."""

    line_id: UUID
    quantity: int
    amount_minor: int


class PartRefunder(Protocol):
    """Whoever can give a part of a paid order back; joins the caller's transaction."""

    def __call__(
        self,
        *,
        actor: Actor,
        order_id: UUID,
        lines: Sequence[UnsentLine],
        reason: str,
        business_ref: str,
    ) -> None:
        """Give the buyer what was paid for these lines, once per `business_ref`."""
        ...


_refunders: list[PartRefunder] = []


def register_part_refunder(refunder: PartRefunder) -> None:
    """Called in the `AppConfig.ready` of the floor above; the last one counts."""
    _refunders[:] = [refunder]


def get_part_refunder() -> PartRefunder:
    """The one that was registered."""
    return _refunders[0]
