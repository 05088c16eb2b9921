"""Words of the organisers' pages: sections, parts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.events.labels import Words
from handschlag.events.rules.components import EventComponent

SECTIONS: Final[Words] = {
    "basics": _("Title and description"),
    "dates": _("Date of the event"),
    "venue": _("Venue and place"),
    "hosts": _("Hosts"),
    "contact": _("Contact"),
    "registration": _("Registration"),
    "terms": _("Terms of participation"),
}
NEW: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: _("Add a day"),
    EventComponent.ZONE: _("Add an area"),
    EventComponent.ROOM: _("Add a room"),
    EventComponent.TRACK: _("Add a track"),
    EventComponent.SPEAKER: _("Add a speaker"),
    EventComponent.SESSION: _("Add a session"),
}
CHANGE: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: _("Change the day"),
    EventComponent.ZONE: _("Change the area"),
    EventComponent.ROOM: _("Change the room"),
    EventComponent.TRACK: _("Change the track"),
    EventComponent.SPEAKER: _("Change the speaker"),
    EventComponent.SESSION: _("Change the session"),
}
