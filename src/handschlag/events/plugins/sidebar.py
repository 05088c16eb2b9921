"""The entries of this floor in the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.queries.editing import changed_lately
from handschlag.events.rules.timing import EventTiming

OVERVIEW, VENUE, PROGRAMME = "events:manage_event", "events:times_and_rooms", "events:programme_editor"


def _unpublished(event_id: int) -> str:
    """How many sessions changed since the last version."""
    number = changed_lately(event_id)
    return gettext("%(number)s new") % {"number": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name=OVERVIEW,
        label=_("Overview"),
        tab=_("Checklist"),
        position=10,
        bar={EventTiming.BEFORE: 50, EventTiming.AFTER: 60},
        icon="settings",
    ),
    SidebarEntry(
        phase=Phase.PREPARE, name="events:details", label=_("Basic details"), under=OVERVIEW, position=11
    ),
    SidebarEntry(phase=Phase.PREPARE, name="events:team", label=_("Team"), under=OVERVIEW, position=12),
    SidebarEntry(
        phase=Phase.PREPARE,
        name=VENUE,
        label=_("Venue and tables"),
        tab=_("Rooms and opening hours"),
        position=20,
        icon="building",
    ),
    SidebarEntry(
        phase=Phase.PREPARE, name="events:grid", label=_("Meeting times and tables"), under=VENUE, position=21
    ),
    SidebarEntry(phase=Phase.PREPARE, name="events:plan", label=_("Hall plan"), under=VENUE, position=22),
    SidebarEntry(
        phase=Phase.PREPARE, name="events:exhibits", label=_("Exhibition"), under=VENUE, position=23
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name=PROGRAMME,
        label=_("Programme"),
        tab=_("Sessions"),
        position=30,
        fact=_unpublished,
        bar={EventTiming.BEFORE: 60, EventTiming.DAY: 50, EventTiming.AFTER: 50},
        icon="calendar",
    ),
    SidebarEntry(
        phase=Phase.PREPARE, name="events:speakers", label=_("Speakers"), under=PROGRAMME, position=31
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:publish",
        label=_("Publish the programme"),
        under=PROGRAMME,
        position=32,
        bar={EventTiming.BEFORE: 80},
        icon="share",
    ),
)
