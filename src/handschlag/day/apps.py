"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.day import rail
        from handschlag.day.absences import absences_of
        from handschlag.day.desk import not_coming_page, walk_in_page
        from handschlag.day.neighbour import Day
        from handschlag.day.processing import PROCESSINGS
        from handschlag.matching import absent
        from handschlag.registration import beside, reception

        rail.hang()
        absent.register(absences_of)
        beside.register(Day())
        reception.register(walk_in_page)
        reception.register_absence(not_coming_page)
        personal_data.describe(*PROCESSINGS)
