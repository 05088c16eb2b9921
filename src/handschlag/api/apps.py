"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.api import listening, rail
        from handschlag.api.personal_data import HOLDER
        from handschlag.api.processing import PROCESSINGS

        personal_data.register(HOLDER)
        personal_data.describe(*PROCESSINGS)
        rail.hang()
        listening.hang()
