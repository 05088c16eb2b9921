"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.events import holding
        from handschlag.matching import rail
        from handschlag.matching.holding import Held
        from handschlag.matching.neighbour import Matching
        from handschlag.matching.processing import PROCESSINGS
        from handschlag.matching.queries.entries import Meetings
        from handschlag.registration import beside, calendar_sources

        rail.hang()
        holding.register(Held())
        beside.register(Matching())
        calendar_sources.register(Meetings())
        personal_data.describe(*PROCESSINGS)
