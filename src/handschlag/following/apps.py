"""How Django finds this floor."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "handschlag.following"
    label = "following"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.following.emails import register_seals
        from handschlag.following.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.following.plugins.personal_data import HOLDER
        from handschlag.following.plugins.processing_records import PROCESSINGS

        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
        register_seals()
