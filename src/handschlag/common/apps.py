"""How Django finds this floor."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from handschlag.common import web


class CommonConfig(AppConfig):
    name = "handschlag.common"
    label = "common"

    def ready(self) -> None:
        from handschlag.common.audit import audit_verbs
        from handschlag.common.plugins import AUDIT_VERBS

        import_module("handschlag.common.checks")  # registers itself
        web.register_converters()
        triggers = import_module("handschlag.common.page_cache.versions")
        post_migrate.connect(triggers.create_triggers, sender=self)
        audit_verbs.register(AUDIT_VERBS)
