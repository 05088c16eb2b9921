"""How Django finds this floor."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "handschlag.events"
    label = "events"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data, processing_records
        from handschlag.common.audit import audit_verbs
        from handschlag.directory.hooks import found_pages
        from handschlag.events.hooks import checklist, event_emails, event_keepers, event_links, sidebar
        from handschlag.events.plugins import personal_data as plugins_personal_data
        from handschlag.events.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.events.plugins.console import (
            EMAILS,
            ENTRIES,
            call_link,
            event_lines,
            has_contributions,
        )
        from handschlag.events.plugins.personal_data import PROCESSINGS, TEAM_HOLDER
        from handschlag.events.plugins.public import SOURCE, event_news
        from handschlag.following.news import followed_news

        followed_news.register(event_news)
        sidebar.register(*ENTRIES)
        checklist.register(event_lines)
        personal_data.register(TEAM_HOLDER)
        personal_data.register(plugins_personal_data.STAND_STAFF_HOLDER)
        personal_data.register(plugins_personal_data.CONTRIBUTION_HOLDER)
        event_emails.register(*EMAILS)
        event_links.register(call_link)
        event_keepers.register(has_contributions)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
