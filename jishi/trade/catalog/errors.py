"""What can be wrong with products and stock."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class PriceInvalid(DomainError):
    """A price is a whole number of minor units above zero."""

    code = "price_invalid"


class QuantityInvalid(DomainError):
    """A quantity is a whole number from {least} to {most}."""

    code = "quantity_invalid"


class OptionsInvalid(DomainError):
    """Each SKU needs one value for each option, and no two SKUs the same values."""

    code = "options_invalid"


class SkuCodeTaken(DomainError):
    """Two SKUs of this product have the code {sku_code}."""

    code = "sku_code_taken"
    kind = ErrorKind.CONFLICT


class CategoryUnknown(DomainError):
    """There is no category {category}."""

    code = "category_unknown"


class SubcategoryUnknown(DomainError):
    """There is no kind {subcategory} in the category {category}."""

    code = "subcategory_unknown"


class AttributeInvalid(DomainError):
    """{attribute} cannot be {value}."""

    code = "attribute_invalid"

    def message(self) -> str:
        """With the attribute's name in the reader's language."""
        return _named(self, "attribute")


class AttributesMissing(DomainError):
    """Goods of this kind must say: {missing}."""

    code = "attributes_missing"
    kind = ErrorKind.CONFLICT

    def message(self) -> str:
        """With the attributes' names in the reader's language."""
        return _named(self, "missing")


class SizeChartInvalid(DomainError):
    """Every row of a table needs one cell for each column."""

    code = "size_chart_invalid"


class WarehouseNotEmpty(DomainError):
    """{units} units still lie in this warehouse; move them first."""

    code = "warehouse_not_empty"
    kind = ErrorKind.CONFLICT


class WarehouseNameTaken(DomainError):
    """This shop has a warehouse of that name."""

    code = "warehouse_name_taken"
    kind = ErrorKind.CONFLICT


class SheetTooLarge(DomainError):
    """A file has at most {rows} rows and {megabytes} MB."""

    code = "sheet_too_large"


class SheetUnreadable(DomainError):
    """{filename} is no CSV or XLSX with a heading and rows."""

    code = "sheet_unreadable"


class ColumnsMissing(DomainError):
    """The heading needs columns for: {missing}."""

    code = "columns_missing"


class TooManyProducts(DomainError):
    """Choose at most {limit} products at once."""

    code = "too_many_products"


class ShowcaseFull(DomainError):
    """A showcase holds at most {limit} products."""

    code = "showcase_full"
    kind = ErrorKind.CONFLICT


class TooManyPinned(DomainError):
    """At most {limit} products can be pinned at once."""

    code = "too_many_pinned"
    kind = ErrorKind.CONFLICT


class TooManyPictures(DomainError):
    """A product has at most {limit} pictures."""

    code = "too_many_pictures"


class TooManySkus(DomainError):
    """A product has from 1 to {limit} SKUs."""

    code = "too_many_skus"


class NotReadyToList(DomainError):
    """A product needs at least one picture before it can be listed."""

    code = "not_ready_to_list"
    kind = ErrorKind.CONFLICT


class StockShort(DomainError):
    """Only {left} left."""

    code = "stock_short"
    kind = ErrorKind.CONFLICT


class StockBelowReserved(DomainError):
    """{reserved} are promised to open checkouts, so stock cannot be lower than that."""

    code = "stock_below_reserved"
    kind = ErrorKind.CONFLICT


class ReservationGone(DomainError):
    """This reservation has expired."""

    code = "reservation_gone"
    kind = ErrorKind.CONFLICT


def _named(error: DomainError, name: str) -> str:
    """The message with a detail that has a Chinese form of its own, `<name>_zh`."""
    from django.utils.translation import get_language, gettext

    details = dict(error.details)
    if (get_language() or "").startswith("zh"):
        details[name] = details.get(f"{name}_zh", details.get(name, ""))
    return gettext(error.template()).format(**details)
