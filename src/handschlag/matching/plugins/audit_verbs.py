"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "matching.accepted": _("said yes to a request"),
    "matching.allowed": _("unblocked a pair"),
    "matching.answer_undone": _("answer undone"),
    "matching.asked": _("request sent"),
    "matching.asked_group": _("sent a request to a group"),
    "matching.barred": _("request removed from planning"),
    "matching.called": _("called someone about matchmaking"),
    "matching.changed": _("key dates of matchmaking changed"),
    "matching.declined": _("declined a request"),
    "matching.delegated": _("asked a colleague to go instead"),
    "matching.demand_exported": _("demand exported"),
    "matching.described": _("matchmaking profile changed"),
    "matching.emails_chosen": _("chose which emails they get"),
    "matching.erased": _("all matchmaking data deleted"),
    "matching.exported": _("timetable exported"),
    "matching.filled_in": _("finished filling in for someone"),
    "matching.fills_in": _("started filling in on someone’s behalf"),
    "matching.fixed": _("time or meeting point of a meeting fixed or released"),
    "matching.forbidden": _("blocked a pair"),
    "matching.held": _("request from the waiting list scheduled"),
    "matching.interpreter_added": _("interpreter added"),
    "matching.interpreter_removed": _("interpreter removed"),
    "matching.joined": _("joined matchmaking"),
    "matching.left": _("left matchmaking"),
    "matching.looked_at_forbidden": _("viewed the names of blocked pairs"),
    "matching.looked_at_needs": _("viewed details of few people"),
    "matching.lost": _("meeting no longer possible"),
    "matching.consent_asked": _("asked people whether a meeting may move"),
    "matching.move_agreed": _("agreed to another time"),
    "matching.move_dropped": _("move of a published meeting withdrawn"),
    "matching.move_expired": _("move of a published meeting not confirmed in time"),
    "matching.move_impossible": _("move of a published meeting no longer possible"),
    "matching.move_planned": _("move of a published meeting planned"),
    "matching.move_refused": _("wants to keep the published time"),
    "matching.move_taken": _("meeting moved, as all have agreed"),
    "matching.moved_by_hand": _("meeting moved by hand"),
    "matching.opened": _("matchmaking opened or closed"),
    "matching.plan_adopted": _("plan prepared for publishing"),
    "matching.printed": _("print pack asked for"),
    "matching.published": _("timetable published"),
    "matching.put_aside": _("request put aside"),
    "matching.reminded": _("email about the next step sent"),
    "matching.repaired": _("timetable changed and published"),
    "matching.rolled_back": _("earlier version prepared for publishing"),
    "matching.round_held": _("round of answers completed"),
    "matching.ruled": _("matchmaking rule set"),
    "matching.run_asked": _("timetable calculation requested"),
    "matching.run_discarded": _("calculated plan discarded"),
    "matching.run_ended": _("timetable calculation finished"),
    "matching.run_stale": _("calculated plan is out of date"),
    "matching.run_stopped": _("calculation stopped"),
    "matching.set_up": _("matchmaking set up"),
    "matching.stepped_in": _("stepped in for someone who did not come"),
    "matching.times_changed": _("times for meetings changed"),
    "matching.told_by_hand": _("informed of the timetable by telephone or in print"),
    "matching.unbarred": _("request planned again"),
    "matching.room_asked": _("asked someone for a change that makes a meeting possible"),
    "matching.way_asked": _("asked the other person to free a time slot"),
    "matching.way_taken": _("chose an option after a refused yes"),
    "matching.wished": _("noted a wish"),
    "matching.wishes_brought": _("a list of wishes sent on behalf"),
    "matching.wishes_exported": _("sent wishes exported"),
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
    "matching.mutedemail": pgettext_lazy("kind", "email turned off"),
    "matching.notice": pgettext_lazy("kind", "notice"),
    "matching.participant": pgettext_lazy("kind", "participant"),
    "matching.party": pgettext_lazy("kind", "side of a request"),
    "matching.phaseemail": pgettext_lazy("kind", "email about the next step"),
    "matching.plannedmove": pgettext_lazy("kind", "new time asked for"),
    "matching.request": pgettext_lazy("kind", "request"),
    "matching.rule": pgettext_lazy("kind", "rule"),
    "matching.run": pgettext_lazy("kind", "calculation"),
    "matching.seat": pgettext_lazy("kind", "place in a meeting"),
    "matching.service": pgettext_lazy("kind", "matchmaking"),
    "matching.statement": pgettext_lazy("kind", "offer or need"),
    "matching.timetableversion": pgettext_lazy("kind", "published timetable"),
    "matching.wish": pgettext_lazy("kind", "wish"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, private=_PRIVATE)
