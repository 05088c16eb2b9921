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
REFUSALS: Final[dict[type[StrEnum], dict[str, object]]] = {
    EventRefusal: {
        EventRefusal.GONE: _("This has been deleted."),
        EventRefusal.STALE: _("Someone has changed this in the meantime. Check it again."),
        EventRefusal.NOT_IN_THIS_STATE: _("This has already been done. Check the status of the event."),
        EventRefusal.ARCHIVED: _("The event is archived. Restore it from the archive to change it."),
        EventRefusal.NAME_TAKEN: _("The event already has this."),
        EventRefusal.NOT_OF_THIS_EVENT: _("This has been removed from the event. Choose again."),
        EventRefusal.ENDS_BEFORE_IT_BEGINS: _("The last day must not be before the first day."),
        EventRefusal.DAY_OUTSIDE: _("This day is outside the event dates. Change the event dates first."),
        EventRefusal.DAYS_LEFT_OVER: _(
            "Sessions would then be outside the event dates. Move or remove them first."
        ),
        EventRefusal.PUBLISHED_ALREADY: _(
            "This session has been public. You can cancel it but not remove it."
        ),
        EventRefusal.NEEDS_A_TIME: _(
            "This session has been public and needs a time. If it does not take place, cancel it."
        ),
        EventRefusal.UNDONE_ALREADY: _("This has already been restored."),
        EventRefusal.CANNOT_COME_BACK: _("This can no longer be restored."),
    },
    ProgrammeRefusal: {
        ProgrammeRefusal.STALE: _(
            "Someone has changed or published the programme in the meantime. Check the changes again."
        ),
        ProgrammeRefusal.NOTHING_NEW: _("Nothing has changed since the last version."),
        ProgrammeRefusal.EVENT_NOT_PUBLIC: _("The event is archived: its programme stays as it was."),
        ProgrammeRefusal.NO_SUCH_VERSION: _("This version does not exist."),
    },
    ReceptionRefusal: {
        ReceptionRefusal.ALREADY: _("This address already has access to reception."),
        ReceptionRefusal.TOO_MANY: _("At most 100 people can have access to reception."),
        ReceptionRefusal.OVER: _("The event is over."),
        ReceptionRefusal.GONE: _("This access has already ended."),
    },
    OrganiserRefusal: {
        OrganiserRefusal.NO_ORGANISER: _(
            "No organiser has this email address. The person needs an account with the organiser "
            "role, which an administrator can assign."
        ),
        OrganiserRefusal.IN_THE_TEAM_ALREADY: _("This person is already in the team."),
        OrganiserRefusal.NOT_IN_THE_TEAM: _("This person is no longer in the team."),
        OrganiserRefusal.LAST_ORGANISER: _("The last team member cannot leave. Add someone else first."),
    },
}


def refusal_message(reason: StrEnum) -> str:
    return str(REFUSALS[type(reason)][reason])
