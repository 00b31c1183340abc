"""All addresses of the market."""

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


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for prefix, module in _SURFACES),
]
