"""Why something did not happen, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.limits import LimitFault
from handschlag.registration.rules.refusals import (
    CheckInRefusal,
    InvitationRefusal,
    ListRefusal,
    PairRefusal,
    RegistrationRefusal,
)

WORDS: Final[dict[type[StrEnum], Mapping[StrEnum, str | Promise]]] = {
    RegistrationRefusal: {
        RegistrationRefusal.NOT_OPEN_YET: _("Registration has not opened yet."),
        RegistrationRefusal.CLOSED: _(
            "Registration has closed. If you still want to come, call the organisers."
        ),
        RegistrationRefusal.NOT_PUBLISHED: _("Registration is closed at the moment."),
        RegistrationRefusal.BY_LINK_ONLY: _(
            "This event is by invitation only. Use the link in your invitation."
        ),
        RegistrationRefusal.FULL: _("All places are taken and there is no waiting list."),
        RegistrationRefusal.ALREADY: _("This email address is already registered for the event."),
        RegistrationRefusal.OVER: _("The event is over."),
        RegistrationRefusal.NOT_IN_THIS_STATE: _(
            "This is no longer possible: someone has decided or cancelled in the meantime."
        ),
        RegistrationRefusal.STALE: _(
            "This registration was changed elsewhere in the meantime. Your entries are still here: "
            "compare them with the saved version and save again."
        ),
        RegistrationRefusal.GONE: _("This entry has been deleted."),
        RegistrationRefusal.MUSTS_CLASH: _(
            "Two sessions you chose as “Must attend” overlap. Change one of them to “Would like to attend”."
        ),
        RegistrationRefusal.TIMES_CROSSED: _("The departure must be after the arrival."),
        RegistrationRefusal.NO_ADDRESS: _("Enter an email address first: the new link is sent there."),
    },
    InvitationRefusal: {
        InvitationRefusal.USED: _("You have already replied to this invitation. Open your own page instead."),
        InvitationRefusal.WITHDRAWN: _("This invitation is no longer valid."),
        InvitationRefusal.NOBODY: _("This invitation has been deleted."),
    },
    PairRefusal: {
        PairRefusal.SAME: _("A registration cannot be merged with itself."),
        PairRefusal.OTHER_EVENT: _("The two registrations belong to two events."),
    },
    ListRefusal: {
        ListRefusal.TOO_MANY: _("The list has more than 5,000 rows. Split it into several files."),
        ListRefusal.NO_NAME_OR_ADDRESS: _("Select the columns with the name and the email address."),
        ListRefusal.CHANGED_SINCE: _(
            "Some people on this list have since changed or cancelled, or have already checked in. "
            "The import has not been undone."
        ),
    },
    CheckInRefusal: {
        CheckInRefusal.NOBODY: _("There is no badge to print."),
        CheckInRefusal.MANY: _("There are too many badges to print in one go. Please ask the organisers."),
        CheckInRefusal.NOT_COMING: _("This person has no confirmed place and was not checked in."),
        CheckInRefusal.OTHER_EVENT: _("This code does not belong to a registration for this event."),
        CheckInRefusal.KEY_USED: _("This check-in was sent for someone else already."),
    },
    LimitFault: {
        LimitFault.TOO_OFTEN: _(
            "Too many registrations from your internet connection. Try again in a few minutes."
        ),
    },
}


def refusal_message(reason: StrEnum) -> str:
    """The sentence for people, in the language of the page; KeyError for a reason without words."""
    return str(WORDS[type(reason)][reason])
