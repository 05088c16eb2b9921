"""How Django finds this floor."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "handschlag.statistics"
    label = "statistics"

    def ready(self) -> None:
        from handschlag.statistics import rail

        rail.hang()
