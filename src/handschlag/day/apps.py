"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.day.neighbour import Day
        from handschlag.day.processing import PROCESSINGS
        from handschlag.registration import beside

        beside.register(Day())
        personal_data.describe(*PROCESSINGS)
