"""Who works in a shop: roles, rights, members, offers of a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.shops.types.shops import _


class ShopRole(StrEnum):
    """What somebody is in a shop; what it lets them do is data (`ROLE_RIGHTS`)."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    PACKER = "packer"
    SERVICE = "service"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    ShopRole.OWNER: _("Owner"),
    ShopRole.MANAGER: _("Manager"),
    ShopRole.STAFF: _("All-round staff"),
    ShopRole.PACKER: _("Packer"),
    ShopRole.SERVICE: _("Customer service"),
    ShopRole.FINANCE: _("Bookkeeper"),
}

# Those who do a shop's everyday work. Narrower roles get in only where their right is asked for.
ROLES = ("owner", "manager", "staff")
ALL_ROLES = tuple(role.value for role in ShopRole)


class Right(StrEnum):
    """Something that a member of a shop may do."""

    SEE_ORDERS = "orders.see"
    SHIP = "orders.ship"
    CANCEL_ORDERS = "orders.cancel"
    EDIT_PRODUCTS = "products.edit"
    COUNT_STOCK = "stock.count"
    RUN_PROMOTIONS = "promotions.run"
    ANSWER_BUYERS = "buyers.answer"
    ANSWER_AFTERSALES = "aftersales.answer"
    SEE_FIGURES = "figures.see"
    SEE_MONEY = "money.see"
    PAY_DEPOSIT = "deposit.pay"
    PAY_OUT = "money.pay_out"
    EDIT_DOCUMENTS = "documents.edit"
    EDIT_SHOP = "shop.edit"
    MANAGE_STAFF = "staff.manage"
    CLOSE_SHOP = "shop.close"

    @property
    def label(self) -> str:
        """What it lets do, in English: a message to translate."""
        return _RIGHT_LABELS[self]


_RIGHT_LABELS = {
    Right.SEE_ORDERS: _("See orders"),
    Right.SHIP: _("Ship"),
    Right.CANCEL_ORDERS: _("Cancel orders"),
    Right.EDIT_PRODUCTS: _("Edit products and prices"),
    Right.COUNT_STOCK: _("Count stock"),
    Right.RUN_PROMOTIONS: _("Run promotions"),
    Right.ANSWER_BUYERS: _("Answer buyers"),
    Right.ANSWER_AFTERSALES: _("Answer after-sales"),
    Right.SEE_FIGURES: _("See figures"),
    Right.SEE_MONEY: _("See money"),
    Right.PAY_DEPOSIT: _("Pay the deposit"),
    Right.PAY_OUT: _("Have money paid out"),
    Right.EDIT_DOCUMENTS: _("Hand in documents"),
    Right.EDIT_SHOP: _("Change the shop page"),
    Right.MANAGE_STAFF: _("Manage staff"),
    Right.CLOSE_SHOP: _("Close the shop"),
}


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who works in a shop."""

    person_id: UUID
    name: str
    avatar_key: str
    role: ShopRole
    since: datetime


@dataclass(frozen=True, slots=True)
class OfferView:
    """A role that was offered and not answered yet.

    `token` makes the link; it is known only in the answer to whoever made the offer.
    """

    id: UUID
    shop_id: UUID
    role: ShopRole
    contact: str  # where it was sent; empty when the link is handed over by hand
    expires_at: datetime
    token: str | None = None
