"""How Django finds this floor."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "handschlag.events"
    label = "events"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.directory.hooks.found_pages import found_pages
        from handschlag.events.hooks.checklist import checklist
        from handschlag.events.hooks.event_emails import event_emails
        from handschlag.events.hooks.event_links import event_links
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.events.hooks.whole_events import event_keepers
        from handschlag.events.plugins import contribution_data, stand_staff_data
        from handschlag.events.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.events.plugins.call_link import call_link
        from handschlag.events.plugins.checklist import event_lines
        from handschlag.events.plugins.event_emails import EMAILS
        from handschlag.events.plugins.followed_news import news
        from handschlag.events.plugins.found_pages import SOURCE
        from handschlag.events.plugins.personal_data import HOLDER
        from handschlag.events.plugins.processing_records import PROCESSINGS
        from handschlag.events.plugins.sidebar import ENTRIES
        from handschlag.events.plugins.whole_events import has_contributions
        from handschlag.following.news import followed_news

        followed_news.register(news)
        sidebar.register(*ENTRIES)
        checklist.register(event_lines)
        personal_data.register(HOLDER)
        personal_data.register(stand_staff_data.HOLDER)
        personal_data.register(contribution_data.HOLDER)
        event_emails.register(*EMAILS)
        event_links.register(call_link)
        event_keepers.register(has_contributions)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
