"""Why a post is shown, in a few words on its card and in a sentence on its sheet."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jishi.traffic.allocation.types import REASONS, Reason

_SHORT = {
    Reason.FOLLOWED: _("you follow this creator"),
    Reason.FIRST_IMPRESSIONS: _("new: you are among its first viewers"),
    Reason.TOPIC: _("you spent time on {topic}"),
    Reason.POPULAR: _("many are watching it"),
    Reason.FRESH: _("just published"),
    Reason.SEEN_ALL: _("you have seen all that is new"),
}


def reason_text(code: str, details: Mapping[str, str]) -> str:
    """A few words for a card; empty for a reason nobody has words for."""
    return _fill(_SHORT.get(Reason(code), "") if code in list(Reason) else "", details)


def reason_sentence(code: str, details: Mapping[str, str]) -> str:
    """The whole sentence for the sheet."""
    return _fill(REASONS.get(Reason(code), "") if code in list(Reason) else "", details)


def _fill(message: str, details: Mapping[str, str]) -> str:
    text = gettext(message) if message else ""
    for name, value in details.items():
        text = text.replace("{" + name + "}", value)
    return text
