"""How Django finds this floor."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "handschlag.demo"
    label = "demo"

    def ready(self) -> None:
        from django.conf import settings

        from handschlag.demo import clock

        if settings.MODE == "demo":
            clock.install()
