"""How Django finds this floor."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "handschlag.events"
    label = "events"

    def ready(self) -> None:
        from handschlag.events import rail

        rail.hang()
