"""How Django finds this floor."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "handschlag.events"
    label = "events"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.events.plugins import sidebar, stand_staff_data
        from handschlag.events.plugins.personal_data import HOLDER
        from handschlag.events.plugins.processing_records import PROCESSINGS

        sidebar.hang()
        personal_data.register(HOLDER)
        personal_data.register(stand_staff_data.HOLDER)
        personal_data.describe(*PROCESSINGS)
