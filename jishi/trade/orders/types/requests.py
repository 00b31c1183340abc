"""What is asked about an order: an invoice, another address, a code to fetch it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.orders.types.buying import Address


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class InvoiceStatus(StrEnum):
    """Whether an invoice was written."""

    REQUESTED = "requested"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _INVOICE_LABELS[self]


_INVOICE_LABELS = {
    InvoiceStatus.REQUESTED: _("Invoice requested"),
    InvoiceStatus.ISSUED: _("Invoice issued"),
    InvoiceStatus.WITHDRAWN: _("Request withdrawn"),
}


class InvoiceKind(StrEnum):
    """Who an invoice is made out to."""

    PERSONAL = "personal"
    COMPANY = "company"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return {InvoiceKind.PERSONAL: _("A person"), InvoiceKind.COMPANY: _("A company")}[self]


class AddressChangeStatus(StrEnum):
    """What became of a wish to have an order sent elsewhere."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _CHANGE_LABELS[self]


_CHANGE_LABELS = {
    AddressChangeStatus.ASKED: _("Another address was asked for"),
    AddressChangeStatus.ACCEPTED: _("The address was changed"),
    AddressChangeStatus.REFUSED: _("The address stays"),
    AddressChangeStatus.WITHDRAWN: _("Request withdrawn"),
}


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An order's invoice; `amount_minor` is what the buyer pays less what went back."""

    order_id: UUID
    status: InvoiceStatus
    kind: InvoiceKind
    title: str
    tax_number: str
    email: str
    amount_minor: int
    currency: str
    number: str
    file_name: str
    requested_at: datetime
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """The paper itself."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AddressChangeView:
    """A wish to have an order sent elsewhere; refused by itself at `answer_by`."""

    id: UUID
    order_id: UUID
    status: AddressChangeStatus
    address: Address
    note: str
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OnlineGoods:
    """What the buyer of a virtual line got."""

    line_id: UUID
    title: str
    content: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShipRow:
    """A parcel as a line of a batch names it: an order by its number."""

    order_number: str
    carrier: str
    tracking_number: str


@dataclass(frozen=True, slots=True)
class ShipResult:
    """What became of a line of a batch; an empty problem means that it can go, or went."""

    row: int
    order_number: str
    carrier: str
    tracking_number: str
    order_id: UUID | None
    problem: str
