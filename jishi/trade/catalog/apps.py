from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "jishi.trade.catalog"
    label = "catalog"
