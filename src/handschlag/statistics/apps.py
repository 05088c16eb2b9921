"""How Django finds this floor."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "handschlag.statistics"
    label = "statistics"

    def ready(self) -> None:
        from handschlag.common.audit import audit_verbs
        from handschlag.directory.hooks import found_pages
        from handschlag.events.hooks import checklist, event_links, sidebar
        from handschlag.statistics.plugins import AUDIT_VERBS, ENTRIES, SOURCE, report_lines, statistics_link

        sidebar.register(*ENTRIES)
        checklist.register(report_lines)
        event_links.register(statistics_link)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
