"""What makes a report one that is taken, and how long what is in it is kept."""

from __future__ import annotations

import re
from datetime import timedelta

from handschlag.accounts.rules.limits import Limit
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

LONGEST_TEXT = 4000
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
FASTEST = timedelta(seconds=3)  # nobody fills in the form in less
SLOWEST = timedelta(days=1)

FROM_A_PLACE = Limit("reports from a place", 5, timedelta(hours=1))
FROM_EVERYWHERE = Limit("reports", 200, timedelta(hours=1))

# Who sent a report is forgotten this long after it was dealt with, or after so long in any case.
KEEP_CONTACT_AFTER_DONE = timedelta(days=90)
KEEP_CONTACT_AT_MOST = timedelta(days=365)
KEEP_REPORT_AFTER_DONE = timedelta(days=365)


class ReportFault(Reason):
    """Why a report is not taken."""

    TOO_FAST = "too_fast", _("Please send the report again.")
    TOO_OLD = "too_old", _("This form was open for too long. Please send the report again.")
    TRAPPED = "trapped", _("Leave the hidden field empty.")
    MANY_LINKS = "many_links", _("Please use three links at most.")


def fault_of(*, text: str, trap: str, taken: timedelta) -> ReportFault | None:
    """What tells a machine from a person: a field that people do not see, haste, and many links."""
    if trap:
        return ReportFault.TRAPPED
    if taken < FASTEST:
        return ReportFault.TOO_FAST
    if taken > SLOWEST:
        return ReportFault.TOO_OLD
    if len(LINK.findall(text)) > MOST_LINKS:
        return ReportFault.MANY_LINKS
    return None
