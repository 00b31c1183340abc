from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "jishi.traffic.signals"
    label = "signals"
