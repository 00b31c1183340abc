"""What can be wrong with shops."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class ShopNameTaken(DomainError):
    """Another shop is named {name}."""

    code = "shop_name_taken"
    kind = ErrorKind.CONFLICT


class ShopOwnedAlready(DomainError):
    """You have a shop already."""

    code = "shop_owned_already"
    kind = ErrorKind.CONFLICT


class ShopNotOpen(DomainError):
    """This shop is not open."""

    code = "shop_not_open"
    kind = ErrorKind.CONFLICT


class ShopDocumentsMissing(DomainError):
    """The shop lacks what selling here asks for: {documents}."""

    code = "shop_documents_missing"
    kind = ErrorKind.CONFLICT


class ShopDepositShort(DomainError):
    """The shop's deposit is short by {short} for selling here."""

    code = "shop_deposit_short"
    kind = ErrorKind.CONFLICT


class BrandNotProved(DomainError):
    """The brand {brand} is registered: hand in its trademark or an authorisation first."""

    code = "shop_brand_not_proved"
    kind = ErrorKind.CONFLICT


class DocumentEndsInPast(DomainError):
    """This document has ended already."""

    code = "document_ends_in_past"


class DocumentRenewedAlready(DomainError):
    """A renewal of this document waits for the operator already."""

    code = "document_renewed_already"
    kind = ErrorKind.CONFLICT


class TooManyDocuments(DomainError):
    """Too many documents wait for the operator. Take some back first."""

    code = "too_many_documents"
    kind = ErrorKind.LIMITED


class MemberAlready(DomainError):
    """This person works in the shop already."""

    code = "shop_member_already"
    kind = ErrorKind.CONFLICT


class OwnerStays(DomainError):
    """The owner's role cannot be changed or taken away."""

    code = "shop_owner_stays"
    kind = ErrorKind.CONFLICT


class TooManyMembers(DomainError):
    """A shop may have at most {limit} people."""

    code = "too_many_members"
    kind = ErrorKind.LIMITED
