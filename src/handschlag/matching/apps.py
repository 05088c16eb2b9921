"""How Django finds this floor."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "handschlag.matching"
    label = "matching"

    def ready(self) -> None:
        from django.core.checks import register

        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.common.mail import sealed
        from handschlag.events.hooks.event_emails import event_emails
        from handschlag.matching.emails import phases
        from handschlag.matching.plugins.audiences import AUDIENCES
        from handschlag.matching.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.matching.plugins.calendar_entries import meeting_entries
        from handschlag.matching.plugins.checks import model_is_there
        from handschlag.matching.plugins.event_emails import EMAILS
        from handschlag.matching.plugins.meeting_prospects import meeting_prospect
        from handschlag.matching.plugins.personal_data import HOLDER
        from handschlag.matching.plugins.processing_records import PROCESSINGS
        from handschlag.matching.plugins.profile_drafts import MatchingDrafts
        from handschlag.matching.plugins.registration_addon import MatchingAddon
        from handschlag.registration.hooks.addons import addons
        from handschlag.registration.hooks.audiences import audiences
        from handschlag.registration.hooks.calendar_entries import calendar_entries
        from handschlag.registration.hooks.meeting_prospects import meeting_prospects
        from handschlag.registration.hooks.profile_drafts import profile_drafts

        register(model_is_there)
        addons.register(MatchingAddon())
        calendar_entries.register(meeting_entries)
        meeting_prospects.register(meeting_prospect)
        profile_drafts.register(MatchingDrafts())
        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        sealed.register_seal(phases.UNSENT, phases.unsent_in_letter)
        audit_verbs.register(AUDIT_VERBS)
        event_emails.register(*EMAILS)
        audiences.register(*AUDIENCES)
        self._join_merges()
        self._join_console()

    def _join_merges(self) -> None:
        """What looks for partners all year goes along when two actors become one."""
        from handschlag.directory.hooks.merges import after_merges, before_merges
        from handschlag.matching.plugins.partner_merges import make_room_for_partners, settle_partners

        before_merges.register(make_room_for_partners)
        after_merges.register(settle_partners)

    def _join_console(self) -> None:
        """What this app adds to the organisers' pages of an event."""
        from handschlag.events.hooks.checklist import checklist
        from handschlag.events.hooks.event_copies import event_copies
        from handschlag.events.hooks.event_sections import event_sections
        from handschlag.events.hooks.place_bookings import place_bookings
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.events.hooks.whole_events import event_deletions
        from handschlag.matching.plugins.checklist import matching_lines
        from handschlag.matching.plugins.event_section import matching_section
        from handschlag.matching.plugins.place_bookings import meeting_bookings
        from handschlag.matching.plugins.sidebar import ENTRIES
        from handschlag.matching.plugins.whole_events import copy_matching, delete_meetings

        sidebar.register(*ENTRIES)
        checklist.register(matching_lines)
        event_copies.register(copy_matching)
        event_sections.register(matching_section)
        event_deletions.register(delete_meetings)
        place_bookings.register(meeting_bookings)
