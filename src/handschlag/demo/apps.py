"""How Django finds this floor."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "handschlag.demo"
    label = "demo"

    def ready(self) -> None:
        from django.conf import settings

        from handschlag.common.audit import audit_verbs
        from handschlag.demo import clock
        from handschlag.demo.plugins import AUDIT_VERBS

        if settings.MODE == "demo":
            clock.install()
        audit_verbs.register(AUDIT_VERBS)
