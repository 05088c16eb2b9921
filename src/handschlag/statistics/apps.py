"""How Django finds this floor."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "handschlag.statistics"
    label = "statistics"

    def ready(self) -> None:
        from handschlag.events import further
        from handschlag.statistics import rail
        from handschlag.statistics.telling import figures_of

        rail.hang()
        further.register(figures_of)
