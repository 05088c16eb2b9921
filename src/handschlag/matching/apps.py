"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"
