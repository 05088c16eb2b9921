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
    "staff": _("Add a contact for a stand"),
    "desk": _("Add an information desk"),
    "place": _("Add meeting points"),
    "block": _("Add a block"),
}
CHANGE: Final[dict[str, str | Promise]] = {
    "stand": _("Change the stand"),
    "exhibit": _("Change the exhibit"),
    "staff": _("Change who staffs a stand"),
    "desk": _("Change the information desk"),
    "place": _("Change the meeting point"),
    "block": _("Change the block"),
}
REMOVE: Final[dict[str, str | Promise]] = {
    "stand": _(
        "The names of its contacts and its meeting point are removed; its exhibits stay without a "
        "stand. You can restore everything for one day."
    ),
    "exhibit": _("Its page is removed too. You can restore it for one day, with its picture and address."),
    "staff": _("The name is removed from all lists. You can restore it for one day."),
    "desk": _("You can restore it for one day."),
    "place": _(
        "It is removed from all blocks. You can restore it for one day, including the blocks it was open in."
    ),
    "block": _("Its time slots are removed; the meeting points stay. You can restore it for one day."),
}
KINDS: Final[dict[ShapeKind, str | Promise]] = {
    ShapeKind.ZONE: _("Area"),
    ShapeKind.ROOM: _("Room"),
    ShapeKind.STAND: _("Stand"),
    ShapeKind.TABLE: _("Meeting table"),
}
REFUSALS: Final[dict[str, str | Promise]] = {
    VenueRefusal.GONE: _("This has been deleted."),
    VenueRefusal.STALE: _("Someone has changed this in the meantime. Check it again."),
    VenueRefusal.CODE_TAKEN: _("This number is already used in the event. Enter another."),
    VenueRefusal.FULL: _("That would be too many. Nothing was added."),
    VenueRefusal.ELSEWHERE: _("That belongs to another event. Choose again."),
    VenueRefusal.NO_PICTURE: _("Choose a picture."),
    VenueRefusal.NOTHING_NEW: _("Every stand is already a meeting point."),
    VenueRefusal.NOTHING_TO_PRINT: _("There is nothing to print. Choose at least one exhibit."),
    VenueRefusal.HELD: _("Meetings are planned here. Move or remove them in the timetable first."),
}


def refusal_message(no: Refusal) -> str:
    """The refusal in words; codes that are taken are named."""
    reason: StrEnum = no.reason
    if isinstance(reason, PictureRefusal):
        return str(PICTURE_WORDS[reason])
    if isinstance(reason, EventRefusal):
        return str(EVENT_WORDS[EventRefusal][reason])
    if codes := no.details.get("codes"):
        return gettext("The event already has these: %(codes)s. Nothing was added.") % {
            "codes": ", ".join(codes)
        }
    return str(REFUSALS[reason])
