"""What people follow, and how they are told of it: one email a week, or a feed."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "handschlag.following"
    label = "following"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data, processing_records
        from handschlag.common.audit import audit_verbs
        from handschlag.following import plugins, weekly  # noqa: F401 - weekly registers its jobs and its seal

        audit_verbs.register(plugins.AUDIT_VERBS)
        personal_data.register(plugins.HOLDER)
        processing_records.register(plugins.PROCESSING)
