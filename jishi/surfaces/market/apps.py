from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "jishi.surfaces.market"
    label = "market"
    verbose_name = "Market"
