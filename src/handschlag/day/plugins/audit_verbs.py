"""What the audit trail says for the verbs and the kinds of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, str | Promise]] = {
    "day.answered": _("said what came of a meeting"),
    "day.asked": _("asked what came of the meetings"),
    "day.came_true": _("what was supposed has happened"),
    "day.contacts_exported": _("contacts taken away as a file"),
    "day.offer_accepted": _("said yes to a meeting that the desk asked for"),
    "day.offer_declined": _("said no to a meeting that the desk asked for"),
    "day.walked_in": _("taken in at the desk without a registration"),
    "day.marked": _("said what a meeting was"),
    "day.noted": _("noted something about a contact"),
    "day.objected": _("objected to a meeting said not to have taken place"),
    "day.said": _("said something about a meeting"),
    "day.stand_by_answered": _("answered an offer to step in"),
    "day.stand_by_offered": _("offered to two people to meet instead"),
    "day.dismissed": _("incident closed without a repair"),
    "day.erased": _("everything of the day erased"),
    "day.opened": _("incident opened"),
    "day.repaired": _("repair taken"),
    "day.set": _("handling of the day changed"),
    "day.undone": _("repair taken back"),
}

# What people note for themselves, and what they say of meetings: even how often is for nobody else.
PRIVATE: Final = frozenset({"day.answered", "day.marked", "day.noted"})
KINDS: Final[dict[str, str | Promise]] = {
    "day.asked": pgettext_lazy("kind", "question afterwards"),
    "day.daysettings": pgettext_lazy("kind", "settings of the day"),
    "day.incident": pgettext_lazy("kind", "incident"),
    "day.mark": pgettext_lazy("kind", "mark on a meeting"),
    "day.note": pgettext_lazy("kind", "note on a person"),
    "day.outcome": pgettext_lazy("kind", "answer on what came of it"),
    "day.proposal": pgettext_lazy("kind", "proposed repair"),
    "day.repair": pgettext_lazy("kind", "repair"),
    "day.signal": pgettext_lazy("kind", "message of the day"),
    "day.standby": pgettext_lazy("kind", "readiness to step in"),
}
