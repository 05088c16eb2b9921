"""How Django finds this floor."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "handschlag.statistics"
    label = "statistics"

    def ready(self) -> None:
        from handschlag.events.hooks import event_links
        from handschlag.statistics.plugins import sidebar
        from handschlag.statistics.plugins.event_link import statistics_link

        sidebar.add_sidebar_entries()
        event_links.register(statistics_link)
