"""Why somebody does not follow something, and why a choice is not saved."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class FollowingFault(Reason):
    UNKNOWN = "unknown", _("This page no longer exists, so there is nothing to follow.")
    TOO_MANY = "too_many", _("You follow 200 pages and searches already. Stop following one of them first.")
    SEARCHES = "searches", _("You follow 20 searches already. Stop following one of them first.")
    STALE = "stale", _("Your choice was changed in another browser window. Check it and save again.")
