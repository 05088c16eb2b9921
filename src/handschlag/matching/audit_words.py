"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "matching.accepted": _("said yes to a request"),
    "matching.asked": _("sent a request"),
    "matching.declined": _("declined a request"),
    "matching.described": _("profile for matching changed"),
    "matching.erased": _("everything in matching erased"),
    "matching.held": _("request from the watch list given its place"),
    "matching.joined": _("takes part in matching"),
    "matching.left": _("takes no part in matching any more"),
    "matching.lost": _("meeting does not fit any more"),
    "matching.put_aside": _("request put aside"),
    "matching.times_changed": _("times for meetings changed"),
    "matching.wished": _("noted a wish"),
    "matching.withdrawn": _("request or meeting withdrawn"),
}
