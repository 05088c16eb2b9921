"""What registration adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.arrivals import here_since


def _coming(event_id: int) -> str:
    """How many are confirmed."""
    rows = Registration.objects.filter(event_id=event_id, state=RegistrationState.CONFIRMED, erased_at=None)
    return str(rows.count())


def _here(event_id: int) -> str:
    """How many are there; nothing as long as nobody is."""
    number = len(here_since(event_id))
    return str(_("%(n)s here")) % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="registration:registrations",
        label=_("Registrations"),
        position=40,
        action=Action.HANDLE_REGISTRATIONS,
        fact=_coming,
        bar={EventTiming.BEFORE: 40, EventTiming.DAY: 40, EventTiming.AFTER: 40},
        icon="people",
        help=_("Everyone who is registered, waits or was invited."),
        guide=_(
            "Invite people, import a list or register someone by phone. Each person gets a personal link."
        ),
    ),
    SidebarEntry(
        phase=Phase.DAY,
        name="registration:desk",
        label=_("Reception"),
        position=40,
        action=Action.CHECK_IN,
        fact=_here,
        bar={EventTiming.DAY: 20},
        icon="check",
        help=_("Check-in of people who arrive."),
        guide=_("Search or scan, check in and print. The page works offline on a phone."),
    ),
)
