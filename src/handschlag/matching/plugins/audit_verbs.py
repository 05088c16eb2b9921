"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "matching.accepted": _("said yes to a request"),
    "matching.allowed": _("lets two people meet again"),
    "matching.asked": _("sent a request"),
    "matching.asked_group": _("sent a request to a group"),
    "matching.barred": _("request taken out of planning"),
    "matching.called": _("called somebody for matching"),
    "matching.changed": _("dates and answers of matching changed"),
    "matching.declined": _("declined a request"),
    "matching.delegated": _("asked a colleague to go instead"),
    "matching.demand_exported": _("demand exported"),
    "matching.described": _("profile for matching changed"),
    "matching.erased": _("everything in matching erased"),
    "matching.exported": _("timetable taken away as a file"),
    "matching.filled_in": _("finished filling in for somebody"),
    "matching.fills_in": _("began to fill in for somebody"),
    "matching.fixed": _("time or place of a meeting fixed or loosened"),
    "matching.forbidden": _("kept two people apart"),
    "matching.held": _("request from the watch list given its place"),
    "matching.interpreter_added": _("interpreter added"),
    "matching.interpreter_removed": _("interpreter removed"),
    "matching.joined": _("takes part in matching"),
    "matching.left": _("takes no part in matching any more"),
    "matching.looked_at_forbidden": _("looked at the names of people kept apart"),
    "matching.looked_at_needs": _("looked at the needs of few people"),
    "matching.lost": _("meeting does not fit any more"),
    "matching.consent_asked": _("asked people whether a meeting may move"),
    "matching.move_agreed": _("agreed to another time"),
    "matching.move_dropped": _("move of a published meeting taken back"),
    "matching.move_expired": _("move of a published meeting not agreed to in time"),
    "matching.move_impossible": _("move of a published meeting not possible any more"),
    "matching.move_planned": _("move of a published meeting planned"),
    "matching.move_refused": _("wants to keep the published time"),
    "matching.move_taken": _("meeting moved, as all have agreed"),
    "matching.moved_by_hand": _("meeting moved by hand"),
    "matching.opened": _("matching opened or closed"),
    "matching.plan_adopted": _("plan prepared for publishing"),
    "matching.printed": _("print pack asked for"),
    "matching.published": _("timetable published"),
    "matching.put_aside": _("request put aside"),
    "matching.repaired": _("timetable repaired and published"),
    "matching.rolled_back": _("earlier version prepared for publishing"),
    "matching.round_held": _("round of answers held"),
    "matching.ruled": _("rule of matching set"),
    "matching.run_asked": _("computation of a timetable asked for"),
    "matching.run_discarded": _("computed plan discarded"),
    "matching.run_ended": _("computation of a timetable over"),
    "matching.run_stale": _("computed plan is out of date"),
    "matching.run_stopped": _("computation stopped"),
    "matching.set_up": _("matching set up"),
    "matching.stepped_in": _("stepped in where somebody did not come"),
    "matching.times_changed": _("times for meetings changed"),
    "matching.told_by_hand": _("told of the timetable by telephone or in print"),
    "matching.unbarred": _("request planned again"),
    "matching.room_asked": _("asked somebody for the change that lets a meeting be held"),
    "matching.way_asked": _("asked the other for a little room"),
    "matching.way_taken": _("took a way out of a refused yes"),
    "matching.wished": _("noted a wish"),
    "matching.wishes_brought": _("a list of wishes sent on behalf"),
    "matching.wishes_exported": _("list of sent wishes taken"),
    "matching.withdrawn": _("request or meeting withdrawn"),
}

# What people want or note for themselves: even how often is for nobody else.
_PRIVATE: Final = frozenset({"matching.wished"})
_KINDS: Final[Labels] = {
    "matching.blocked": pgettext_lazy("kind", "blocked time"),
    "matching.call": pgettext_lazy("kind", "telephone call"),
    "matching.forbiddenpair": pgettext_lazy("kind", "pair that does not meet"),
    "matching.interpreter": pgettext_lazy("kind", "interpreter"),
    "matching.listed": pgettext_lazy("kind", "entry in the list of people"),
    "matching.meeting": pgettext_lazy("kind", "meeting"),
    "matching.moveanswer": pgettext_lazy("kind", "answer to a new time"),
    "matching.notice": pgettext_lazy("kind", "notice"),
    "matching.participant": pgettext_lazy("kind", "participant"),
    "matching.party": pgettext_lazy("kind", "side of a request"),
    "matching.plannedmove": pgettext_lazy("kind", "new time asked for"),
    "matching.request": pgettext_lazy("kind", "request"),
    "matching.rule": pgettext_lazy("kind", "rule"),
    "matching.run": pgettext_lazy("kind", "computation"),
    "matching.seat": pgettext_lazy("kind", "seat in a meeting"),
    "matching.service": pgettext_lazy("kind", "matching"),
    "matching.statement": pgettext_lazy("kind", "offer or need"),
    "matching.timetableversion": pgettext_lazy("kind", "published timetable"),
    "matching.wish": pgettext_lazy("kind", "wish"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, private=_PRIVATE)
