"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "day.answered": _("reported the result of a meeting"),
    "day.asked": _("asked about results of the meetings"),
    "day.came_true": _("simulated incident has really happened"),
    "day.contacts_exported": _("contacts downloaded"),
    "day.offer_accepted": _("accepted a meeting requested by reception"),
    "day.offer_declined": _("declined a meeting requested by reception"),
    "day.walked_in": _("registered at reception on the day"),
    "day.marked": _("rated a meeting"),
    "day.noted": _("saved a note on a contact"),
    "day.objected": _("objected to a reported no-show"),
    "day.push_gone": _("push messages ended: the device no longer accepts them"),
    "day.push_key_made": _("new key for push messages"),
    "day.push_off": _("push messages switched off for a device"),
    "day.push_on": _("push messages switched on for a device"),
    "day.said": _("reported something about a meeting"),
    "day.stand_by_answered": _("answered a replacement offer"),
    "day.stand_by_offered": _("offered two people a meeting instead"),
    "day.dismissed": _("incident closed without changes"),
    "day.erased": _("all event-day data deleted"),
    "day.opened": _("incident opened"),
    "day.repaired": _("change applied"),
    "day.set": _("rules for the event day changed"),
    "day.undone": _("change undone"),
}

# What people note for themselves, what they say of meetings, and which devices they have: even how often is
# for nobody else.
_PRIVATE: Final = frozenset(
    {"day.answered", "day.marked", "day.noted", "day.push_gone", "day.push_off", "day.push_on"}
)
_KINDS: Final[Labels] = {
    "day.asked": pgettext_lazy("kind", "question afterwards"),
    "day.daysettings": pgettext_lazy("kind", "settings of the day"),
    "day.incident": pgettext_lazy("kind", "incident"),
    "day.mark": pgettext_lazy("kind", "feedback on a meeting"),
    "day.note": pgettext_lazy("kind", "note on a person"),
    "day.outcome": pgettext_lazy("kind", "answer about results"),
    "day.proposal": pgettext_lazy("kind", "proposed timetable change"),
    "day.pushkey": pgettext_lazy("kind", "key for push messages"),
    "day.pushmessage": pgettext_lazy("kind", "push message"),
    "day.pushsubscription": pgettext_lazy("kind", "device for push messages"),
    "day.repair": pgettext_lazy("kind", "timetable change"),
    "day.signal": pgettext_lazy("kind", "message of the day"),
    "day.standby": pgettext_lazy("kind", "readiness to step in"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, private=_PRIVATE)
