"""What can be wrong with sending goods."""

from __future__ import annotations

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class RegionUnreachable(DomainError):
    """{title} cannot be sent to this region."""

    code = "region_unreachable"
    kind = ErrorKind.CONFLICT


class RegionUnknown(DomainError):
    """Choose the region of this address, so that freight can be worked out."""

    code = "region_unknown"


class TooManyTemplates(DomainError):
    """A shop has at most {limit} freight templates."""

    code = "too_many_templates"
    kind = ErrorKind.CONFLICT


class TemplateInUse(DomainError):
    """The default template cannot be deleted; make another one the default first."""

    code = "template_in_use"
    kind = ErrorKind.CONFLICT


class RegionsOverlap(DomainError):
    """{region} is named by two rules of this template."""

    code = "regions_overlap"


class RuleForTheRestMissing(DomainError):
    """One rule must hold for all regions that no other names."""

    code = "rule_for_the_rest_missing"


class CarrierUnavailable(DomainError):
    """The carrier cannot be reached now. Try again in a moment."""

    code = "carrier_unavailable"
    kind = ErrorKind.CONFLICT


class CarrierIssuesNone(DomainError):
    """{carrier} gives no tracking numbers here; write in the one on its label."""

    code = "carrier_issues_none"


class UnknownCarrier(DomainError):
    """There is no such carrier here."""

    code = "unknown_carrier"


class CodesShort(DomainError):
    """There are no codes left to deliver."""

    code = "codes_short"
    kind = ErrorKind.CONFLICT
