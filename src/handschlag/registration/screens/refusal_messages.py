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
        RegistrationRefusal.NOT_OPEN_YET: _("Registration has not begun yet."),
        RegistrationRefusal.CLOSED: _("Registration has ended. You want to come still? Call the organisers."),
        RegistrationRefusal.NOT_PUBLISHED: _("This event takes no registrations at present."),
        RegistrationRefusal.BY_LINK_ONLY: _("This event is by invitation. Use the link in your invitation."),
        RegistrationRefusal.FULL: _("All places are taken, and there is no waiting list."),
        RegistrationRefusal.ALREADY: _("This e-mail address is registered for the event already."),
        RegistrationRefusal.OVER: _("The event is over."),
        RegistrationRefusal.NOT_IN_THIS_STATE: _(
            "That is not possible any more: somebody has decided or cancelled in the meantime."
        ),
        RegistrationRefusal.STALE: _(
            "This registration was changed in another place in the meantime. Your entries are still here: "
            "compare them with what is saved now, and save once more."
        ),
        RegistrationRefusal.GONE: _("This entry does not exist any more."),
        RegistrationRefusal.MUSTS_CLASH: _(
            "Two sessions that you must hear overlap. Nobody can be in both: make one of them “gladly”."
        ),
        RegistrationRefusal.TIMES_CROSSED: _("Nobody can leave before arriving."),
        RegistrationRefusal.NO_ADDRESS: _("Enter an email address first: the new link is sent there."),
    },
    InvitationRefusal: {
        InvitationRefusal.USED: _("This invitation has been answered already."),
        InvitationRefusal.WITHDRAWN: _("This invitation does not hold any more."),
        InvitationRefusal.NOBODY: _("This invitation does not exist any more."),
    },
    PairRefusal: {
        PairRefusal.SAME: _("A registration cannot be merged with itself."),
        PairRefusal.OTHER_EVENT: _("The two registrations belong to two events."),
    },
    ListRefusal: {
        ListRefusal.TOO_MANY: _("The list has more than 5,000 rows. Bring it in parts."),
        ListRefusal.NO_NAME_OR_ADDRESS: _("Say which columns hold the name and the e-mail address."),
        ListRefusal.CHANGED_SINCE: _(
            "Somebody of it has changed or cancelled since, or was at the desk. Nothing was taken back."
        ),
    },
    CheckInRefusal: {
        CheckInRefusal.NOBODY: _("There is no badge to print."),
        CheckInRefusal.MANY: _("These are too many badges to print at once. Please ask the organisers."),
        CheckInRefusal.NOT_COMING: _("This person has no confirmed place, so nobody is checked in."),
        CheckInRefusal.OTHER_EVENT: _("This code belongs to no registration of this event."),
        CheckInRefusal.KEY_USED: _("This check-in was sent for somebody else already."),
    },
    LimitFault: {
        LimitFault.TOO_OFTEN: _(
            "Too many registrations just now from your network. Please try again in a few minutes."
        ),
    },
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[type(reason)][reason])
