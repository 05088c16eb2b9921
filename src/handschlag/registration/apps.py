"""How Django finds this floor."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "handschlag.registration"
    label = "registration"

    def ready(self) -> None:
        from handschlag.accounts.hooks import (
            account_remainders,
            personal_data,
            processing_records,
            registration_remainders,
        )
        from handschlag.accounts.plugins import ALWAYS
        from handschlag.common import erasures
        from handschlag.common.audit import audit_verbs
        from handschlag.directory.hooks import found_pages
        from handschlag.events.hooks import attendance, event_copies, session_followers
        from handschlag.registration import personal_data as registration_personal_data
        from handschlag.registration.plugins import (
            AUDIT_VERBS,
            HOLDER,
            OF_OTHER_THINGS,
            OF_REGISTRATION,
            PROCESSINGS,
            SOURCE,
            copy_registration_setup,
            followers_by_registration,
            registration_attendance,
        )

        personal_data.register(HOLDER)
        erasures.register_erasure(registration_personal_data.ERASURE, registration_personal_data.erase_again)
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
        from handschlag.events.hooks import checklist, console_search, event_deletions, event_keepers, sidebar
        from handschlag.registration.badge_designs import drop_badge_logo
        from handschlag.registration.plugins import (
            ENTRIES,
            RegistrationSearch,
            has_people,
            registration_lines,
        )

        console_search.register(RegistrationSearch())
        sidebar.register(*ENTRIES)
        checklist.register(registration_lines)
        event_keepers.register(has_people)
        event_deletions.register(drop_badge_logo)


def _join_emails() -> None:
    from handschlag.events.hooks import event_emails
    from handschlag.registration import emails
    from handschlag.registration.email_kinds import EMAILS
    from handschlag.registration.hooks import audiences
    from handschlag.registration.plugins import AUDIENCES

    event_emails.register(*EMAILS)
    audiences.register(*AUDIENCES)
    emails.register_seals()
