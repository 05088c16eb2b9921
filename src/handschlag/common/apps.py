"""How Django finds this floor."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "handschlag.common"
    label = "common"
