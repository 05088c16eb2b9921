"""How Django finds this floor."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "handschlag.registration"
    label = "registration"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.accounts.hooks.remainders import account_remainders, registration_remainders
        from handschlag.accounts.plugins.remainders import ALWAYS
        from handschlag.common import erasures
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.directory.hooks.found_pages import found_pages
        from handschlag.events.hooks.attendance import attendance
        from handschlag.events.hooks.event_copies import event_copies
        from handschlag.events.hooks.session_followers import session_followers
        from handschlag.registration.actions import erasure
        from handschlag.registration.plugins.attendance import registration_attendance
        from handschlag.registration.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.registration.plugins.event_copies import copy_registration_setup
        from handschlag.registration.plugins.found_pages import SOURCE
        from handschlag.registration.plugins.personal_data import HOLDER
        from handschlag.registration.plugins.processing_records import PROCESSINGS
        from handschlag.registration.plugins.remainders import OF_OTHER_THINGS, OF_REGISTRATION
        from handschlag.registration.plugins.session_followers import followers_by_registration

        personal_data.register(HOLDER)
        erasures.register_erasure(erasure.ERASURE, erasure.erase_again)
        session_followers.register(followers_by_registration)
        attendance.register(registration_attendance)
        event_copies.register(copy_registration_setup)
        found_pages.register(SOURCE)
        registration_remainders.register(*OF_REGISTRATION, OF_OTHER_THINGS, *ALWAYS)
        account_remainders.register(*OF_REGISTRATION)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
        _join_emails()
        self._join_console()

    def _join_console(self) -> None:
        """What this app adds to the organisers' pages of an event."""
        from handschlag.events.hooks.checklist import checklist
        from handschlag.events.hooks.console_search import console_search
        from handschlag.events.hooks.sidebar import sidebar
        from handschlag.events.hooks.whole_events import event_deletions, event_keepers
        from handschlag.registration.actions.badge_designs import drop_badge_logo
        from handschlag.registration.plugins.checklist import registration_lines
        from handschlag.registration.plugins.console_search import RegistrationSearch
        from handschlag.registration.plugins.sidebar import ENTRIES
        from handschlag.registration.plugins.whole_events import has_people

        console_search.register(RegistrationSearch())
        sidebar.register(*ENTRIES)
        checklist.register(registration_lines)
        event_keepers.register(has_people)
        event_deletions.register(drop_badge_logo)


def _join_emails() -> None:
    from handschlag.events.hooks.event_emails import event_emails
    from handschlag.registration.emails import posting
    from handschlag.registration.hooks.audiences import audiences
    from handschlag.registration.plugins.audiences import AUDIENCES
    from handschlag.registration.plugins.event_emails import EMAILS

    event_emails.register(*EMAILS)
    audiences.register(*AUDIENCES)
    posting.register_seals()
