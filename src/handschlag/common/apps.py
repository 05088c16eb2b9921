"""How Django finds this floor."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from handschlag.common import addresses


class CommonConfig(AppConfig):
    name = "handschlag.common"
    label = "common"

    def ready(self) -> None:
        import_module("handschlag.common.checks")  # registers itself
        addresses.register()
        watching = import_module("handschlag.common.kept.watching")
        post_migrate.connect(watching.watch, sender=self)
