"""Addresses of after-sales in the Market."""

from django.urls import path

from jishi.surfaces.market.views import aftersales

urlpatterns = [
    path("orders/<uuid:order_id>/apply/", aftersales.apply, name="aftersale_apply"),
    path("me/aftersales/", aftersales.show_mine, name="aftersales"),
    path("aftersales/<uuid:case_id>/", aftersales.show, name="aftersale"),
    path("aftersales/<uuid:case_id>/label/", aftersales.show_label, name="aftersale_label"),
    path("aftersales/<uuid:case_id>/<slug:step>", aftersales.take_step, name="aftersale_step"),
]
