"""How Django finds this floor."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "handschlag.design"
    label = "design"
