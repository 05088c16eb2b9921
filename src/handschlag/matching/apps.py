"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"

    def ready(self) -> None:
        from django.core.checks import register

        from handschlag.accounts.hooks import personal_data, processing_records
        from handschlag.common.audit import audit_verbs
        from handschlag.common.mail import outbox
        from handschlag.events.hooks import event_emails
        from handschlag.matching import phase_emails
        from handschlag.matching.email_kinds import EMAILS
        from handschlag.matching.plugins.organisers import AUDIENCES, AUDIT_VERBS, model_is_there
        from handschlag.matching.plugins.people import (
            HOLDER,
            PROCESSINGS,
            MatchingAddon,
            MatchingDrafts,
            meeting_entries,
            meeting_prospect,
        )
        from handschlag.registration.hooks import (
            addons,
            audiences,
            calendar_entries,
            meeting_prospects,
            profile_drafts,
        )

        register(model_is_there)
        addons.register(MatchingAddon())
        calendar_entries.register(meeting_entries)
        meeting_prospects.register(meeting_prospect)
        profile_drafts.register(MatchingDrafts())
        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        outbox.register_seal(phase_emails.UNSENT, phase_emails.unsent_in_letter)
        audit_verbs.register(AUDIT_VERBS)
        event_emails.register(*EMAILS)
        audiences.register(*AUDIENCES)
        self._join_merges()
        self._join_console()

    def _join_merges(self) -> None:
        """What looks for partners all year goes along when two actors become one."""
        from handschlag.directory.hooks import after_merges, before_merges
        from handschlag.matching.plugins.people import make_room_for_partners, settle_partners

        before_merges.register(make_room_for_partners)
        after_merges.register(settle_partners)

    def _join_console(self) -> None:
        """What this app adds to the organisers' pages of an event."""
        from handschlag.events.hooks import (
            checklist,
            event_copies,
            event_deletions,
            event_sections,
            place_bookings,
            sidebar,
        )
        from handschlag.matching.plugins.organisers import (
            ENTRIES,
            copy_matching,
            delete_meetings,
            matching_lines,
            matching_section,
            meeting_bookings,
        )

        sidebar.register(*ENTRIES)
        checklist.register(matching_lines)
        event_copies.register(copy_matching)
        event_sections.register(matching_section)
        event_deletions.register(delete_meetings)
        place_bookings.register(meeting_bookings)
