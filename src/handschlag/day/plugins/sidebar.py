"""What the day adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.day.models import Incident, IncidentKind, IncidentState
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.timing import is_offered


def _waiting(event_id: int) -> str:
    """How many incidents are open; nothing as long as none is."""
    rows = Incident.objects.filter(service__event_id=event_id, state=IncidentState.OPEN)
    number = rows.exclude(kind=IncidentKind.WHAT_IF).count()
    return str(_("%(n)s open")) % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.DAY,
        name="day:control",
        label=_("Control room"),
        position=30,
        action=Action.RUN_MATCHING,
        fact=_waiting,
        bar={EventTiming.DAY: 10},
        is_there=is_offered,
        icon="eye",
        help=_("What goes wrong today, and the smallest change that solves it."),
        guide=_("Choose one of the options. You see who is told before you apply it, and you can undo it."),
    ),
)
