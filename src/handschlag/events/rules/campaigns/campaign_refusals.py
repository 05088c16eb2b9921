"""Why something cannot be done with an activity or a campaign."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class CampaignRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This has been decided in the meantime. Check the status of the activity."),
    )
    NOT_OPEN_YET = "not_open_yet", _("You cannot send entries yet. Your draft is saved.")
    CLOSED = "closed", _("Entries are closed. Contact the editors.")
    OUTSIDE_THE_PERIOD = "outside_the_period", _("The day is not part of the campaign.")
    IS_PAST = "is_past", _("Enter a date in the future.")
    INCOMPLETE = "incomplete", _("Details that visitors need are missing.")
    DECIDED = "decided", _("This has already been decided.")
    HAS_ACTIVITIES = "has_activities", _("A public activity would be outside this period. Move it first.")
