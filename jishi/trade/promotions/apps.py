from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "jishi.trade.promotions"
    label = "promotions"
