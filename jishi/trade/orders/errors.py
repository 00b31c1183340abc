"""What can be wrong with carts and orders."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind
from jishi.trade.catalog.types import LimitPeriod


class CartFull(DomainError):
    """A cart holds at most {limit} kinds of goods."""

    code = "cart_full"
    kind = ErrorKind.CONFLICT


class NothingToOrder(DomainError):
    """Choose something to order first."""

    code = "nothing_to_order"


class TooManyLines(DomainError):
    """One checkout takes at most {limit} kinds of goods."""

    code = "too_many_lines"


class SkuUnavailable(DomainError):
    """{title} is not on sale any more."""

    code = "sku_unavailable"
    kind = ErrorKind.CONFLICT


class PurchaseLimited(DomainError):
    """{title} is limited to {limit} for each person {period}; you may still buy {left}."""

    code = "purchase_limited"
    kind = ErrorKind.CONFLICT

    def message(self) -> str:
        """With the period in the reader's language."""
        from django.utils.translation import gettext

        period = gettext(LimitPeriod(self.details["period"]).label)
        return gettext(self.template()).format_map(self.details | {"period": period})


class PriceDiffers(DomainError):
    """The price of {title} has changed. Look at it again before you order."""

    code = "price_changed"
    kind = ErrorKind.CONFLICT


class PayableDiffers(DomainError):
    """The amount due has changed. Look at it again before you order."""

    code = "payable_changed"
    kind = ErrorKind.CONFLICT


class PlacedMeanwhile(DomainError):
    """This was ordered a moment ago. Try again to see it."""

    code = "placed_meanwhile"
    kind = ErrorKind.CONFLICT


class AmountTooLarge(DomainError):
    """This order is too large to be paid at once."""

    code = "amount_too_large"


class AddressMissing(DomainError):
    """Choose an address to send it to."""

    code = "address_missing"


class TooManyAddresses(DomainError):
    """An address book holds at most {limit} addresses."""

    code = "too_many_addresses"
    kind = ErrorKind.CONFLICT


class OrderUnpaid(DomainError):
    """This order is not paid yet."""

    code = "order_unpaid"
    kind = ErrorKind.CONFLICT


class ReceiptExtendedAlready(DomainError):
    """The time to confirm receipt can be extended once."""

    code = "receipt_extended_already"
    kind = ErrorKind.CONFLICT


class ParcelEmpty(DomainError):
    """Choose what goes into the parcel: no more of each than is left to ship."""

    code = "parcel_empty"


class NotThisWay(DomainError):
    """This order is not delivered in that way."""

    code = "not_this_way"
    kind = ErrorKind.CONFLICT


class MixedDelivery(DomainError):
    """Order what is delivered online apart from what is sent."""

    code = "mixed_delivery"


class PickupPointMissing(DomainError):
    """This pick-up point is not open."""

    code = "pickup_point_missing"


class PickupCodeWrong(DomainError):
    """This code belongs to no order that waits here."""

    code = "pickup_code_wrong"


class TaxNumberInvalid(DomainError):
    """The tax number is wrong: check each of its 18 characters."""

    code = "tax_number_invalid"


class InvoiceUnavailable(DomainError):
    """An invoice can be requested for a paid order, until one is written."""

    code = "invoice_unavailable"
    kind = ErrorKind.CONFLICT


class FileUnfit(DomainError):
    """Send the invoice as a PDF of at most {megabytes} MB."""

    code = "file_unfit"


class AddressFixed(DomainError):
    """The address can be changed until the first parcel leaves."""

    code = "address_fixed"
    kind = ErrorKind.CONFLICT


class AddressChangeOpen(DomainError):
    """Another address was asked for already; the shop answers first."""

    code = "address_change_open"
    kind = ErrorKind.CONFLICT


class RestIsDue(DomainError):
    """The shop is in time. You may give up the rest when it is late."""

    code = "rest_is_due"
    kind = ErrorKind.CONFLICT


class ParcelsApart(DomainError):
    """Orders in one parcel must go to one buyer at one address."""

    code = "parcels_apart"


class BatchUnreadable(DomainError):
    """The file must be CSV with order number, carrier and tracking number in each row."""

    code = "batch_unreadable"


class BatchTooLarge(DomainError):
    """A file holds at most {limit} parcels."""

    code = "batch_too_large"
