"""Places, tariffs and terms of delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


@dataclass(frozen=True, slots=True)
class Division:
    """A province (2 digits), city (4) or district (6) of GB/T 2260."""

    code: str
    name: str
    latin: str


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """What could be read out of a pasted address; empty texts for what was not found.

    `region` is written as an address book writes it: names from province to district.
    """

    name: str
    phone: str
    region: str
    division: str
    street: str
    postcode: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that somebody has to fill in."""
        return tuple(f for f in ("name", "phone", "region", "street") if not getattr(self, f))


class FreightMethod(StrEnum):
    """By what a shop counts freight."""

    PIECE = "piece"
    WEIGHT = "weight"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _METHOD_LABELS[self]


_METHOD_LABELS = {FreightMethod.PIECE: _("By the piece"), FreightMethod.WEIGHT: _("By weight")}


class DeliveryMethod(StrEnum):
    """How goods come to a buyer."""

    PARCEL = "parcel"
    PICKUP = "pickup"
    VIRTUAL = "virtual"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DELIVERY_LABELS[self]


_DELIVERY_LABELS = {
    DeliveryMethod.PARCEL: _("By parcel"),
    DeliveryMethod.PICKUP: _("Picked up"),
    DeliveryMethod.VIRTUAL: _("Delivered online"),
}


@dataclass(frozen=True, slots=True)
class FreightRule:
    """What some regions pay; without regions it holds for all that no other rule names.

    Units are pieces, or grams by weight: `first_units` for `first_minor`, then each further
    `step_units` (begun counts as whole) for `step_minor`. A refused rule ships nothing there.
    """

    regions: tuple[str, ...]
    first_units: int = 1
    first_minor: int = 0
    step_units: int = 1
    step_minor: int = 0
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class FreightTemplate:
    """A shop's tariff; free from `free_over_minor` on, if it is set."""

    id: UUID
    shop_id: UUID
    name: str
    method: FreightMethod
    free_over_minor: int | None
    is_default: bool
    rules: tuple[FreightRule, ...]
    product_count: int = 0


@dataclass(frozen=True, slots=True)
class FreightItem:
    """Goods to be sent: amount is what the buyer pays for all units, weight that of one."""

    product_id: UUID
    quantity: int
    amount_minor: int
    weight_grams: int = 0


@dataclass(frozen=True, slots=True)
class FreightPart:
    """One template's part of a quote, in the words and figures that explain it."""

    template_id: UUID | None
    name: str
    method: FreightMethod
    units: int
    freight_minor: int
    free_over_minor: int | None
    left_to_free_minor: int | None


@dataclass(frozen=True, slots=True)
class FreightQuote:
    """What sending a shop's goods to a place costs; products that it does not send there."""

    freight_minor: int
    parts: tuple[FreightPart, ...]
    refused: tuple[UUID, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something of it cannot be sent there."""
        return bool(self.refused)


@dataclass(frozen=True, slots=True)
class DeliveryQuote:
    """How each product of a shop's basket is delivered, and what sending them costs."""

    methods: Mapping[UUID, DeliveryMethod]
    freight: FreightQuote


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """How a product is delivered."""

    product_id: UUID
    method: DeliveryMethod
    template_id: UUID | None
    weight_grams: int
    content: str
    unused_codes: int = 0


@dataclass(frozen=True, slots=True)
class PickupPoint:
    """A place of a shop where buyers fetch what they ordered."""

    id: UUID
    shop_id: UUID
    name: str
    address: str
    hours: str
    phone: str
    is_open: bool
