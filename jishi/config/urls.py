"""All addresses of the market."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from jishi.config.health import healthz

_SURFACES = [
    ("accounts/", "jishi.surfaces.entrance.urls"),
    ("studio/", "jishi.surfaces.studio.urls"),
    ("shop/", "jishi.surfaces.desk.urls"),
    ("control/", "jishi.surfaces.control.urls"),
    ("api/", "jishi.surfaces.api.urls"),
    ("", "jishi.surfaces.market.urls"),
]


def _found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for prefix, module in _SURFACES if _found(module)),
]
