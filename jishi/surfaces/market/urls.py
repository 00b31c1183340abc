"""Addresses of the Market."""

from django.urls import path

from jishi.surfaces.market.views import look

urlpatterns = [
    path("look/", look.show_look, name="look"),
]
