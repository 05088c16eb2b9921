"""How Django finds this floor."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "handschlag.registration"
    label = "registration"
