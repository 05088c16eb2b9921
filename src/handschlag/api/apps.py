"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.api.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.api.plugins.found_pages import SOURCE
        from handschlag.api.plugins.outbox import drop_calls
        from handschlag.api.plugins.personal_data import HOLDER
        from handschlag.api.plugins.processing_records import PROCESSINGS
        from handschlag.api.plugins.sidebar import ENTRIES
        from handschlag.api.plugins.webhooks import call_webhooks
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.common.operations.holding import outboxes
        from handschlag.directory.hooks.found_pages import found_pages
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.matching.hooks.meeting_events import meeting_events

        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        sidebar.register(*ENTRIES)
        meeting_events.register(call_webhooks)
        audit_verbs.register(AUDIT_VERBS)
        outboxes.register(drop_calls)
        found_pages.register(SOURCE)
