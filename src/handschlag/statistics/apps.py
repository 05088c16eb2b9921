"""How Django finds this floor."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "handschlag.statistics"
    label = "statistics"

    def ready(self) -> None:
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.directory.hooks.found_pages import found_pages
        from handschlag.events.hooks.checklist import checklist
        from handschlag.events.hooks.event_links import event_links
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.statistics.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.statistics.plugins.checklist import report_lines
        from handschlag.statistics.plugins.event_link import statistics_link
        from handschlag.statistics.plugins.found_pages import SOURCE
        from handschlag.statistics.plugins.sidebar import ENTRIES

        sidebar.register(*ENTRIES)
        checklist.register(report_lines)
        event_links.register(statistics_link)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
