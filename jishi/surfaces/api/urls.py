"""Addresses of the Open API."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from jishi.foundation.kernel.errors import NotFound
from jishi.surfaces.api.answers import error_answer, register_errors
from jishi.surfaces.api.contract import OpenApi
from jishi.surfaces.api.views import (
    about,
    aftersales,
    aftersales_desk,
    buying,
    catalog,
    content,
    goods,
    money,
    paying,
    reference,
    reviews,
    selling,
    shipping,
    stock,
    tokens,
)

api = OpenApi(
    title="Jishi Open API",
    version="1",
    description="Read the market and act for yourself in it. Errors have one form and stable codes;"
    " lists page by cursor; amounts are whole minor units; times are UTC (RFC 3339).",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
)
register_errors(api)
for _router in (
    goods.router,
    content.router,
    buying.router,
    selling.router,
    shipping.router,
    money.router,
    reviews.router,
    catalog.router,
    stock.router,
    aftersales.router,
    aftersales_desk.router,
    paying.router,
    about.router,
):
    api.add_router("", _router)


def _unknown(request: HttpRequest) -> HttpResponse:
    return error_answer(NotFound())


urlpatterns = [
    path("v1/", api.urls),
    re_path(r"^v1/.*$", _unknown),
    path("docs", reference.show_reference, {"api": api}, name="api_docs"),
    path("tokens/", tokens.show_tokens, name="api_tokens"),
    path("tokens/new", tokens.make_token, name="api_token_new"),
    path("tokens/<uuid:token_id>/revoke", tokens.end_token, name="api_token_revoke"),
]
