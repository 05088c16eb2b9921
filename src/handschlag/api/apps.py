"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data, processing_records
        from handschlag.api.plugins import (
            AUDIT_VERBS,
            ENTRIES,
            HOLDER,
            PROCESSINGS,
            SOURCE,
            call_webhooks,
            drop_calls,
        )
        from handschlag.common.audit import audit_verbs
        from handschlag.common.operations.holding import outboxes
        from handschlag.directory.hooks import found_pages
        from handschlag.events.hooks import sidebar
        from handschlag.matching.hooks import meeting_events

        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        sidebar.register(*ENTRIES)
        meeting_events.register(call_webhooks)
        audit_verbs.register(AUDIT_VERBS)
        outboxes.register(drop_calls)
        found_pages.register(SOURCE)
