"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.day.plugins import sidebar
        from handschlag.day.plugins.check_in import not_coming_page, walk_in_page
        from handschlag.day.plugins.processing_records import PROCESSINGS
        from handschlag.day.plugins.registration_addon import DayAddon
        from handschlag.day.queries.absences import absences_of
        from handschlag.matching.hooks import absences
        from handschlag.registration.hooks import addons, reception_pages

        sidebar.add_sidebar_entries()
        absences.register_absences(absences_of)
        addons.register(DayAddon())
        reception_pages.register(walk_in_page)
        reception_pages.register_absence(not_coming_page)
        personal_data.describe(*PROCESSINGS)
