"""What can be wrong with a review or a question."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class NotReceived(DomainError):
    """You can review this once you have received it."""

    code = "not_received"
    kind = ErrorKind.CONFLICT


class ReviewClosed(DomainError):
    """The {days} days in which this could be reviewed are over."""

    code = "review_closed"
    kind = ErrorKind.CONFLICT


class ReviewedAlready(DomainError):
    """You have reviewed this already; you can add to it later."""

    code = "reviewed_already"
    kind = ErrorKind.CONFLICT


class StarsInvalid(DomainError):
    """Give one to five stars for each of goods, dispatch and service."""

    code = "stars_invalid"


class TooManyPictures(DomainError):
    """At most {limit} pictures."""

    code = "too_many_pictures"


class BuyersOnly(DomainError):
    """The shop, or somebody who has bought this, may answer."""

    code = "buyers_only"
    kind = ErrorKind.FORBIDDEN


class AnsweredByYou(DomainError):
    """You have answered this question already."""

    code = "answered_by_you"
    kind = ErrorKind.CONFLICT
