"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.api import listening, rail
        from handschlag.api.personal_data import HOLDER

        personal_data.register(HOLDER)
        rail.hang()
        listening.hang()
