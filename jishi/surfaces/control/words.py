"""Words of unfold that it says in English only, so that our catalogue can translate them."""

from django.utils.translation import gettext_noop as _

UNFOLD_WORDS = (
    _("Apply Filters"),
    _("Dark"),
    _("Expand row"),
    _("False"),
    _("Filters"),
    _("General"),
    _("Go back"),
    _("Light"),
    _("Next"),
    _("No results found"),
    _("Previous"),
    _("Reset filters"),
    _("Select all rows"),
    _("System"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("True"),
    _("Type to search"),
)
