"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.api import listening, rail

        rail.hang()
        listening.hang()
