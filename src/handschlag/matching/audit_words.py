"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "matching.accepted": _("said yes to a request"),
    "matching.asked": _("sent a request"),
    "matching.asked_group": _("sent a request to a group"),
    "matching.declined": _("declined a request"),
    "matching.delegated": _("asked a colleague to go instead"),
    "matching.described": _("profile for matching changed"),
    "matching.held": _("request from the watch list given its place"),
    "matching.joined": _("takes part in matching"),
    "matching.left": _("takes no part in matching any more"),
    "matching.lost": _("meeting does not fit any more"),
    "matching.put_aside": _("request put aside"),
    "matching.way_asked": _("asked the other for a little room"),
    "matching.way_taken": _("took a way out of a refused yes"),
    "matching.wished": _("noted a wish"),
    "matching.withdrawn": _("request or meeting withdrawn"),
}
