"""How Django finds this floor."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    name = "handschlag.day"
    label = "day"

    def ready(self) -> None:
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.common.jobs.carriers import carriers
        from handschlag.common.operations.holding import outboxes
        from handschlag.day.actions.push_outbox import drop_pushes, queue_pushes
        from handschlag.day.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.day.plugins.check_in import join_reception
        from handschlag.day.plugins.checklist import day_lines
        from handschlag.day.plugins.event_emails import EMAILS
        from handschlag.day.plugins.processing_records import PROCESSINGS
        from handschlag.day.plugins.push_carrier import PushCarrier
        from handschlag.day.plugins.registration_addon import DayAddon
        from handschlag.day.plugins.sidebar import ENTRIES
        from handschlag.day.queries.absences import absences_of
        from handschlag.day.queries.missed_meetings import missed_among
        from handschlag.events.hooks.checklist import checklist
        from handschlag.events.hooks.event_emails import event_emails
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.matching.hooks.absences import absences
        from handschlag.matching.hooks.missed_meetings import missed_meetings
        from handschlag.matching.hooks.told_people import told_people
        from handschlag.registration.hooks.addons import addons

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
