"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "event.archived": _("archived the event"),
    "event.created": _("set up the event"),
    "event.edited": _("changed the event"),
    "event.joined_team": _("added somebody to the team of the event"),
    "event.left_team": _("took somebody off the team of the event"),
    "event.published": _("made the event public"),
    "event.withheld": _("withheld the event"),
    "day.added": _("added a day"),
    "day.brought_back": _("brought a day back"),
    "day.edited": _("changed a day"),
    "day.removed": _("removed a day"),
    "room.added": _("added a room"),
    "room.brought_back": _("brought a room back"),
    "room.edited": _("changed a room"),
    "room.removed": _("removed a room"),
    "session.added": _("added a session"),
    "session.brought_back": _("brought a session back"),
    "session.cancelled": _("cancelled a session"),
    "session.edited": _("changed a session"),
    "session.moved": _("moved a session"),
    "session.removed": _("removed a session"),
    "session.revived": _("took a cancelled session up again"),
    "speaker.added": _("added a speaker"),
    "speaker.brought_back": _("brought a speaker back"),
    "speaker.edited": _("changed a speaker"),
    "speaker.removed": _("removed a speaker"),
    "track.added": _("added a track"),
    "track.brought_back": _("brought a track back"),
    "track.edited": _("changed a track"),
    "track.removed": _("removed a track"),
    "zone.added": _("added a part of the house"),
    "zone.brought_back": _("brought a part of the house back"),
    "zone.edited": _("changed a part of the house"),
    "zone.removed": _("removed a part of the house"),
    "published_programme": _("published the programme"),
}
