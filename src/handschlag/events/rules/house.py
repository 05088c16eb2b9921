"""Why a change to the hall plan, the exhibition or the time grid does not happen."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class VenueRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    CODE_TAKEN = "code_taken", _("This number is already used in the event. Enter another.")
    FULL = "full", _("That would be too many. Nothing was added.")
    ELSEWHERE = "elsewhere", _("That belongs to another event. Choose again.")
    NO_PICTURE = "no_picture", _("Choose a picture.")
    NOTHING_NEW = "nothing_new", _("Every stand is already a meeting point.")
    NOTHING_TO_PRINT = "nothing_to_print", _("There is nothing to print. Choose at least one exhibit.")
    BLOCKS_OVERLAP = "blocks_overlap", _("Another block has meetings at this time. Choose another time.")
    HELD = "held", _("Meetings are planned here. Move or remove them in the timetable first.")


# So many stands or places has an event at most; so many people one stand; so many blocks an event.
MOST_ON_PLAN, MOST_STAFF, MOST_BLOCKS, MOST_EXHIBITS = 600, 30, 40, 2000
# Names of people who staff a stand are kept this long after the last day.
DAYS_KEPT = 90
