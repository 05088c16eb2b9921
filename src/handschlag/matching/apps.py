"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"

    def ready(self) -> None:
        from handschlag.matching import rail
        from handschlag.matching.neighbour import Matching
        from handschlag.registration import beside

        rail.hang()
        beside.register(Matching())
