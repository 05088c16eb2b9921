"""How Django finds this floor."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "handschlag.registration"
    label = "registration"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.accounts.plugins.remainders import ALWAYS
        from handschlag.common import erasures
        from handschlag.common.mail import sealed
        from handschlag.events.hooks import attendance, console_search, session_followers
        from handschlag.registration.actions import erasure
        from handschlag.registration.emails import posting
        from handschlag.registration.plugins import sidebar
        from handschlag.registration.plugins.attendance import RegistrationAttendance as Guests
        from handschlag.registration.plugins.console_search import RegistrationSearch as Found
        from handschlag.registration.plugins.personal_data import HOLDER
        from handschlag.registration.plugins.processing_records import PROCESSINGS
        from handschlag.registration.plugins.remainders import OF_OTHER_THINGS, OF_REGISTRATION
        from handschlag.registration.plugins.session_followers import RegistrationFollowers

        personal_data.register(HOLDER)
        erasures.register_erasure(erasure.ERASURE, erasure.erase_again)
        session_followers.register(RegistrationFollowers())
        attendance.register(Guests())
        console_search.register(Found())
        sidebar.hang()
        sealed.register_seal(posting.REGISTRATION, posting.token_in_letter)
        sealed.register_seal(posting.INVITATION, posting.invitation_in_letter)
        sealed.register_seal(posting.UNCONFIRMED, posting.form_in_letter)
        sealed.register_seal(posting.NEW_ADDRESS, posting.change_in_letter)
        scope = personal_data.Scope
        personal_data.leave(scope.REGISTRATION, *OF_REGISTRATION, OF_OTHER_THINGS, *ALWAYS)
        personal_data.leave(scope.ACCOUNT, *OF_REGISTRATION)
        personal_data.describe(*PROCESSINGS)
