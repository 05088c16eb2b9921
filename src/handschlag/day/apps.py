"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.day.desk import walk_in_page
        from handschlag.day.neighbour import Day
        from handschlag.registration import beside, reception

        beside.register(Day())
        reception.register(walk_in_page)
