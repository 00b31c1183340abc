from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "jishi.traffic.ranking"
    label = "ranking"
