"""Words of these pages: things, how they are added, and why something does not happen."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.common import refusal_messages
from handschlag.common.refusals import Refusal
from handschlag.events.rules.venue.shapes import ShapeKind

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


def refusal_message(no: Refusal) -> str:
    """The refusal in words; codes that are taken are named."""
    if codes := no.details.get("codes"):
        return gettext("The event already has these: %(codes)s. Nothing was added.") % {
            "codes": ", ".join(codes)
        }
    return refusal_messages.refusal_message(no.reason)
