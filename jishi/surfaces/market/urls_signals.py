"""Address of the signals beacon."""

from django.urls import path

from jishi.surfaces.market.views.signals import take_signals

urlpatterns = [path("signals", take_signals, name="signals")]
