"""How Django finds this floor."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handschlag.programmes"
    label = "programmes"
