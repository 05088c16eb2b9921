"""Words of these pages: things, how they are added, and why something does not happen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.common.pictures.refusal_messages import PICTURE_WORDS
from handschlag.common.refusals import Refusal
from handschlag.common.rules.pictures import PictureRefusal
from handschlag.events.rules.house import VenueRefusal
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.rules.venue.shapes import ShapeKind
from handschlag.events.screens.organise.organiser_labels import REFUSALS as EVENT_WORDS

NEW: Final[dict[str, str | Promise]] = {
    "stand": _("Add stands"),
    "exhibit": _("Add an exhibit"),
    "staff": _("Add somebody who staffs a stand"),
    "desk": _("Add an information desk"),
    "place": _("Add places to meet"),
    "block": _("Add a block"),
}
CHANGE: Final[dict[str, str | Promise]] = {
    "stand": _("Change the stand"),
    "exhibit": _("Change the exhibit"),
    "staff": _("Change who staffs a stand"),
    "desk": _("Change the information desk"),
    "place": _("Change the place"),
    "block": _("Change the block"),
}
REMOVE: Final[dict[str, str | Promise]] = {
    "stand": _(
        "The names of its staff and its place to meet go with it; its exhibits stay, without a stand. "
        "All of it can be brought back for a day."
    ),
    "exhibit": _("Its page goes, too. It can be brought back for a day, with its picture and its address."),
    "staff": _("The name is gone from the lists. It can be brought back for a day."),
    "desk": _("It can be brought back for a day."),
    "place": _("It goes from all blocks. It can be brought back for a day, with the blocks it was open in."),
    "block": _("Its slots go with it; the places stay. It can be brought back for a day."),
}
KINDS: Final[dict[ShapeKind, str | Promise]] = {
    ShapeKind.ZONE: _("Part of the house"),
    ShapeKind.ROOM: _("Room"),
    ShapeKind.STAND: _("Stand"),
    ShapeKind.TABLE: _("Meeting table"),
}
REFUSALS: Final[dict[str, str | Promise]] = {
    VenueRefusal.GONE: _("This does not exist any more."),
    VenueRefusal.STALE: _("Somebody has changed this in the meantime. Look at it once more."),
    VenueRefusal.CODE_TAKEN: _("The event has this number already. Take another."),
    VenueRefusal.FULL: _("That would be too many. Nothing was added."),
    VenueRefusal.ELSEWHERE: _("That belongs to another event. Choose again."),
    VenueRefusal.NO_PICTURE: _("Choose a picture."),
    VenueRefusal.NOTHING_NEW: _("Every stand is a place already."),
    VenueRefusal.NOTHING_TO_PRINT: _("There is nothing to print. Choose at least one exhibit."),
    VenueRefusal.HELD: _("Meetings are planned there. Move them or take them out in the timetable first."),
}


def refusal_message(no: Refusal) -> str:
    """The refusal in words; codes that are taken are named."""
    reason: StrEnum = no.reason
    if isinstance(reason, PictureRefusal):
        return str(PICTURE_WORDS[reason])
    if isinstance(reason, EventRefusal):
        return str(EVENT_WORDS[EventRefusal][reason])
    if codes := no.details.get("codes"):
        return gettext("The event has these already: %(codes)s. Nothing was added.") % {
            "codes": ", ".join(codes)
        }
    return str(REFUSALS[reason])
