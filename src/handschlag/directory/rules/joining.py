"""Join requests: how many, how long an address may wait, and when what people wrote is deleted."""

from __future__ import annotations

from datetime import timedelta

from handschlag.accounts.rules.limits import Limit
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

PRESSED_TWICE = timedelta(minutes=5)  # the same form once more: it brings no second letter
CONFIRM_WITHIN = timedelta(days=3)
# What nobody decided is deleted after half a year, a decision's names and words after ninety days.
KEEP_UNDECIDED = timedelta(days=180)
KEEP_DECIDED = timedelta(days=90)

FROM_A_PLACE = Limit("join requests from a place", 20, timedelta(hours=1))
OF_AN_ADDRESS = Limit("join requests of an address", 3, timedelta(hours=1))
TO_A_NETWORK = Limit("join requests to a network", 60, timedelta(hours=1))


class JoinRefusal(Reason):
    NOT_TAKEN = "not_taken", _("This network does not accept requests here at present.")
    DECIDED = "decided", _("A colleague has decided about this request already.")
    GONE = "gone", _("This request has been deleted.")
