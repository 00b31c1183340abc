from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "jishi.trade.settlement"
    label = "settlement"
