"""How Django finds this floor."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "handschlag.registration"
    label = "registration"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.accounts.remainders import ALWAYS
        from handschlag.common import erasures
        from handschlag.common.mail import sealed
        from handschlag.events import coming, concerned, finders
        from handschlag.registration import rail
        from handschlag.registration.actions import forgetting
        from handschlag.registration.concerned import Registered
        from handschlag.registration.emails import posting
        from handschlag.registration.finding import Registered as Found
        from handschlag.registration.guests import Registered as Guests
        from handschlag.registration.personal_data import HOLDER
        from handschlag.registration.processing import PROCESSINGS
        from handschlag.registration.remainders import OF_OTHER_THINGS, OF_REGISTRATION

        personal_data.register(HOLDER)
        erasures.register(forgetting.ERASURE, forgetting.erase_again)
        concerned.register(Registered())
        coming.register(Guests())
        finders.register(Found())
        rail.hang()
        sealed.register(posting.REGISTRATION, posting.token_in_letter)
        sealed.register(posting.INVITATION, posting.invitation_in_letter)
        sealed.register(posting.UNCONFIRMED, posting.form_in_letter)
        sealed.register(posting.NEW_ADDRESS, posting.change_in_letter)
        scope = personal_data.Scope
        personal_data.leave(scope.REGISTRATION, *OF_REGISTRATION, OF_OTHER_THINGS, *ALWAYS)
        personal_data.leave(scope.ACCOUNT, *OF_REGISTRATION)
        personal_data.describe(*PROCESSINGS)
