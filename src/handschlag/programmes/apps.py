"""How Django finds this floor."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handschlag.programmes"
    label = "programmes"

    def ready(self) -> None:
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.programmes.plugins.audit_verbs import AUDIT_VERBS

        audit_verbs.register(AUDIT_VERBS)
