"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.events.hooks import place_bookings
        from handschlag.matching.plugins import sidebar
        from handschlag.matching.plugins.calendar_entries import MeetingEntries
        from handschlag.matching.plugins.place_bookings import MeetingBookings
        from handschlag.matching.plugins.processing_records import PROCESSINGS
        from handschlag.matching.plugins.registration_addon import MatchingAddon
        from handschlag.registration.hooks import addons, calendar_entries

        sidebar.add_sidebar_entries()
        place_bookings.register(MeetingBookings())
        addons.register(MatchingAddon())
        calendar_entries.register(MeetingEntries())
        personal_data.describe(*PROCESSINGS)
