"""How Django finds this floor."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "handschlag.events"
    label = "events"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.events import people_at_stands, rail
        from handschlag.events.personal_data import HOLDER
        from handschlag.events.processing import PROCESSINGS

        rail.hang()
        personal_data.register(HOLDER)
        personal_data.register(people_at_stands.HOLDER)
        personal_data.describe(*PROCESSINGS)
