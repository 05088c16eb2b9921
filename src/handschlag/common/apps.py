"""How Django finds this floor."""

from importlib import import_module

from django.apps import AppConfig

from handschlag.common import addresses


class CommonConfig(AppConfig):
    name = "handschlag.common"
    label = "common"

    def ready(self) -> None:
        import_module("handschlag.common.checks")  # registers itself
        addresses.register()
