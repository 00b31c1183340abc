"""Reading forms of the Market; what the values mean is checked by the rooms' actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict


class AddressFields(TypedDict):
    """An address as `save_address` takes it."""

    name: str
    phone: str
    region: str
    street: str
    postcode: str
    division: str
    is_default: bool


def read_address(values: Mapping[str, str]) -> AddressFields:
    """The fields of the address form."""
    return {
        "name": values.get("name", ""),
        "phone": values.get("phone", ""),
        "region": values.get("region", ""),
        "street": values.get("street", ""),
        "postcode": values.get("postcode", ""),
        "division": values.get("division", ""),
        "is_default": bool(values.get("is_default")),
    }
