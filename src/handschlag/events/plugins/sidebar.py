"""The entries of this floor in the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.queries.editing import changed_lately
from handschlag.events.rules.timing import EventTiming


def _unpublished(event_id: int) -> str:
    """How many sessions changed since the last version."""
    number = changed_lately(event_id)
    return gettext("%(number)s new") % {"number": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:manage_event",
        label=_("Set up"),
        position=10,
        bar={EventTiming.BEFORE: 50, EventTiming.AFTER: 60},
        icon="settings",
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:times_and_rooms",
        label=_("Times and rooms"),
        position=20,
        icon="building",
    ),
    SidebarEntry(phase=Phase.PREPARE, name="events:plan", label=_("Hall plan"), position=30, icon="map"),
    SidebarEntry(phase=Phase.PREPARE, name="events:exhibits", label=_("Exhibition"), position=40, icon="eye"),
    SidebarEntry(
        phase=Phase.PREPARE, name="events:grid", label=_("Times and tables"), position=50, icon="clock"
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="events:programme_editor",
        label=_("Programme"),
        position=10,
        bar={EventTiming.BEFORE: 60, EventTiming.DAY: 50, EventTiming.AFTER: 50},
        icon="calendar",
    ),
    SidebarEntry(phase=Phase.PLAN, name="events:speakers", label=_("Speakers"), position=20, icon="people"),
    SidebarEntry(
        phase=Phase.PLAN,
        name="events:publish",
        label=_("Publish"),
        position=90,
        fact=_unpublished,
        bar={EventTiming.BEFORE: 80},
        icon="share",
    ),
)
