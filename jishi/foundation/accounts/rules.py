"""What handles, phone numbers and addresses look like; no Django."""

from __future__ import annotations

import re
from uuid import UUID

import phonenumbers

from jishi.foundation.accounts.errors import (
    ContactMissing,
    EmailInvalid,
    HandleInvalid,
    PhoneInvalid,
)
from jishi.foundation.accounts.types import Contact
from jishi.foundation.kernel.errors import InvalidInput

HOME_REGION = "CN"  # numbers written without a country code belong here
LANGUAGES = ("zh-hans", "en")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._]{1,28}[a-z0-9_]")
# The first part of an address someone might take for the market's own.
_RESERVED = frozenset(
    {"admin", "administrator", "jishi", "market", "official", "operator"}
    | {"root", "security", "staff", "support", "system"}
)
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def check_handle(value: str) -> str:
    """The handle in lower case; raises HandleInvalid for one that nobody may have."""
    handle = value.strip().lstrip("@").lower()
    if not _HANDLE.fullmatch(handle) or handle in _RESERVED or ".." in handle:
        raise HandleInvalid()
    return handle


def first_handle(person_id: UUID) -> str:
    """A handle for somebody who chose none: `u` and 12 characters from the id's random part."""
    number, text = person_id.int & ((1 << 62) - 1), ""
    for _ in range(12):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return "u" + text


def check_phone(value: str) -> str:
    """The number in E.164; raises PhoneInvalid when it cannot be one."""
    try:
        number = phonenumbers.parse(value, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise PhoneInvalid() from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneInvalid()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_email(value: str) -> str:
    """The address in lower case; raises EmailInvalid when it cannot be one."""
    email = value.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise EmailInvalid()
    return email


def read_contact(text: str) -> Contact:
    """What somebody typed as e-mail or phone; raises ContactMissing, EmailInvalid, PhoneInvalid."""
    if not text.strip():
        raise ContactMissing()
    if "@" in text:
        return Contact(email=check_email(text))
    return Contact(phone=check_phone(text))


def check_language(value: str) -> str:
    """One of the market's languages; raises InvalidInput otherwise."""
    if value not in LANGUAGES:
        raise InvalidInput(field="language")
    return value


def mask_phone(phone: str) -> str:
    """A number that its owner recognises and nobody else can call."""
    return phone[:-8] + "****" + phone[-4:] if len(phone) > 8 else "****"
