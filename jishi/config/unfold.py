"""The Control room's look: unfold in the market's own colours (frontend/styles/tokens.css)."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# Warm paper to ink, in the steps that unfold asks for.
_BASE = {
    "50": "#F7F6F3",
    "100": "#F1EFEB",
    "200": "#E8E5E0",
    "300": "#D2CDC5",
    "400": "#9A9187",
    "500": "#6F6962",
    "600": "#514C46",
    "700": "#332E2A",
    "800": "#26221F",
    "900": "#1C1917",
    "950": "#131110",
}
# Vermilion: 600 is `action`, the filled button under white text (4.68:1).
_PRIMARY = {
    "50": "#FDEEEA",
    "100": "#FBDDD5",
    "200": "#F7BEB0",
    "300": "#FF8B75",
    "400": "#FF6A50",
    "500": "#E5432D",
    "600": "#D63A24",
    "700": "#C2331F",
    "800": "#8A2A1C",
    "900": "#5E2016",
    "950": "#3B1E18",
}
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Control room"),
    "SITE_HEADER": _("Control room"),
    "SITE_ICON": lambda request: static("control/logo.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "href": lambda request: static("control/logo.svg")}],
    "SITE_URL": "/",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "8px",
    "COLORS": {"base": _BASE, "primary": _PRIMARY},
    "STYLES": [lambda request: static("control/control.css")],
    "SIDEBAR": {"navigation": "jishi.surfaces.control.navigation.list_groups"},
    "ACCOUNT": {"navigation": "jishi.surfaces.control.navigation.list_account_links"},
}
