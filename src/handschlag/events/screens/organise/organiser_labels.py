"""Words of the organisers' pages: sections, parts, facts, refusals."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.events.labels import Words
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.refusals import (
    EventRefusal,
    OrganiserRefusal,
    ProgrammeRefusal,
    ReceptionRefusal,
)

SECTIONS: Final[Words] = {
    "basics": _("Title and description"),
    "dates": _("Date of the event"),
    "venue": _("House and place"),
    "hosts": _("Hosts"),
    "contact": _("Contact"),
    "registration": _("Registration"),
    "terms": _("Terms of participation"),
}
NEW: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: _("Add a day"),
    EventComponent.ZONE: _("Add a part of the house"),
    EventComponent.ROOM: _("Add a room"),
    EventComponent.TRACK: _("Add a track"),
    EventComponent.SPEAKER: _("Add a speaker"),
    EventComponent.SESSION: _("Add a session"),
}
CHANGE: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: _("Change the day"),
    EventComponent.ZONE: _("Change the part of the house"),
    EventComponent.ROOM: _("Change the room"),
    EventComponent.TRACK: _("Change the track"),
    EventComponent.SPEAKER: _("Change the speaker"),
    EventComponent.SESSION: _("Change the session"),
}
REFUSALS: Final[dict[type[StrEnum], dict[str, object]]] = {
    EventRefusal: {
        EventRefusal.GONE: _("This does not exist any more."),
        EventRefusal.STALE: _("Somebody has changed this in the meantime. Look at it once more."),
        EventRefusal.NOT_IN_THIS_STATE: _("That has been done already. Look at the state of the event."),
        EventRefusal.ARCHIVED: _("The event is archived. Take it out of the archive to change it."),
        EventRefusal.NAME_TAKEN: _("The event has this already."),
        EventRefusal.NOT_OF_THIS_EVENT: _("That does not exist in this event any more. Choose again."),
        EventRefusal.ENDS_BEFORE_IT_BEGINS: _("The last day cannot be before the first."),
        EventRefusal.DAY_OUTSIDE: _("This day lies outside the dates of the event. Change those first."),
        EventRefusal.DAYS_LEFT_OVER: _("Sessions would be left on days outside. Move or remove them first."),
        EventRefusal.PUBLISHED_ALREADY: _(
            "The public has seen this session: it can be cancelled, but not removed without a word."
        ),
        EventRefusal.NEEDS_A_TIME: _(
            "The public has seen this session: it needs a time. If it does not take place, cancel it."
        ),
        EventRefusal.UNDONE_ALREADY: _("That has been brought back already."),
        EventRefusal.CANNOT_COME_BACK: _("That cannot come back any more."),
    },
    ProgrammeRefusal: {
        ProgrammeRefusal.STALE: _(
            "Somebody has changed or published the programme in the meantime. Look at the changes once more."
        ),
        ProgrammeRefusal.NOTHING_NEW: _("Nothing has changed since the last version."),
        ProgrammeRefusal.EVENT_NOT_PUBLIC: _("The event is archived: its programme stays as it was."),
        ProgrammeRefusal.NO_SUCH_VERSION: _("There is no such version."),
    },
    ReceptionRefusal: {
        ReceptionRefusal.ALREADY: _("This address has access to the reception already."),
        ReceptionRefusal.TOO_MANY: _("More than 100 people cannot have access to the reception."),
        ReceptionRefusal.OVER: _("The event is over."),
        ReceptionRefusal.GONE: _("This access has ended already."),
    },
    OrganiserRefusal: {
        OrganiserRefusal.NO_ORGANISER: _(
            "No organiser has this address. The person needs an account and the role of an organiser, "
            "which administrators give."
        ),
        OrganiserRefusal.IN_THE_TEAM_ALREADY: _("This person is in the team already."),
        OrganiserRefusal.NOT_IN_THE_TEAM: _("This person is not in the team any more."),
        OrganiserRefusal.LAST_ORGANISER: _("The last one cannot leave. Add somebody else first."),
    },
}


def refusal_message(reason: StrEnum) -> str:
    return str(REFUSALS[type(reason)][reason])
