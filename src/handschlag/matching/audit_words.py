"""What the audit trail says for the verbs of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Final[dict[str, str | Promise]] = {
    "matching.called": _("called somebody for matching"),
    "matching.fills_in": _("began to fill in for somebody"),
    "matching.filled_in": _("finished filling in for somebody"),
    "matching.looked_at_needs": _("looked at the needs of few people"),
    "matching.demand_exported": _("demand exported"),
    "matching.set_up": _("matching set up"),
    "matching.changed": _("dates and answers of matching changed"),
    "matching.opened": _("matching opened or closed"),
    "matching.ruled": _("rule of matching set"),
    "matching.interpreter_added": _("interpreter added"),
    "matching.interpreter_removed": _("interpreter removed"),
    "matching.forbidden": _("kept two people apart"),
    "matching.allowed": _("lets two people meet again"),
    "matching.looked_at_forbidden": _("looked at the names of people kept apart"),
    "matching.accepted": _("said yes to a request"),
    "matching.asked": _("sent a request"),
    "matching.asked_group": _("sent a request to a group"),
    "matching.declined": _("declined a request"),
    "matching.delegated": _("asked a colleague to go instead"),
    "matching.described": _("profile for matching changed"),
    "matching.erased": _("everything in matching erased"),
    "matching.held": _("request from the watch list given its place"),
    "matching.joined": _("takes part in matching"),
    "matching.left": _("takes no part in matching any more"),
    "matching.lost": _("meeting does not fit any more"),
    "matching.put_aside": _("request put aside"),
    "matching.times_changed": _("times for meetings changed"),
    "matching.way_asked": _("asked the other for a little room"),
    "matching.way_taken": _("took a way out of a refused yes"),
    "matching.wished": _("noted a wish"),
    "matching.wishes_brought": _("a list of wishes sent on behalf"),
    "matching.wishes_exported": _("list of sent wishes taken"),
    "matching.withdrawn": _("request or meeting withdrawn"),
}
