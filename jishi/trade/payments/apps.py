from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "jishi.trade.payments"
    label = "payments"
