"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.accounts.hooks import processing_records
        from handschlag.common.audit import audit_verbs
        from handschlag.common.jobs.worker import carriers
        from handschlag.common.operations.holding import outboxes
        from handschlag.day.plugins import (
            AUDIT_VERBS,
            EMAILS,
            ENTRIES,
            PROCESSINGS,
            DayAddon,
            day_lines,
            join_reception,
        )
        from handschlag.day.proposals import absences_of
        from handschlag.day.push import drop_pushes, queue_pushes
        from handschlag.day.push_delivery import PushCarrier
        from handschlag.day.signs import missed_among
        from handschlag.events.hooks import checklist, event_emails, sidebar
        from handschlag.matching.hooks import absences, missed_meetings, told_people
        from handschlag.registration.hooks import addons

        sidebar.register(*ENTRIES)
        checklist.register(day_lines)
        absences.register(absences_of)
        missed_meetings.register(missed_among)
        told_people.register(queue_pushes)
        carriers.register(PushCarrier())
        outboxes.register(drop_pushes)
        addons.register(DayAddon())
        join_reception()
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
        event_emails.register(*EMAILS)
