from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jishi.traffic.search"
    label = "search"
