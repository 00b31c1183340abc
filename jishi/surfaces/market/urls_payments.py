"""Addresses of paying: on the way to a provider, back from it, its notices, the sandbox's page."""

from django.urls import path

from jishi.surfaces.market.views import payments

urlpatterns = [
    path("payments/go/<uuid:payment_id>/", payments.go_to_provider, name="pay"),
    path("payments/go/<uuid:payment_id>/state/", payments.tell_state, name="pay_state"),
    path("payments/return/<uuid:payment_id>/", payments.return_from_provider, name="pay_return"),
    path("payments/notify/<slug:provider>/", payments.hear_notice, name="pay_notify"),
    path("payouts/notify/<slug:provider>/", payments.hear_transfer, name="payout_notify"),
    path("payments/sandbox/<slug:ref>/", payments.show_sandbox_page, name="pay_sandbox"),
]
