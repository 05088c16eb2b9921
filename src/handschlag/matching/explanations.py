"""Plans in words: goals, reasons, ways out, contradictions, and why a meeting differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_slots
from handschlag.design.tallies import format_number
from handschlag.matching.models import Run
from handschlag.matching.names import Called
from handschlag.matching.versions import ChangeKind, MeetingChange

# In the list of goals, and in a receipt.
GOALS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "value": (gettext_lazy("Value of the meetings"), gettext_lazy("Value")),
    "shortfall": (
        gettext_lazy("Meetings below the minimum people asked for"),
        gettext_lazy("Below minimum"),
    ),
    "talks": (gettext_lazy("Sessions missed (“would like to attend”)"), gettext_lazy("Sessions missed")),
    "breaks": (gettext_lazy("Breaks between meetings"), gettext_lazy("Breaks")),
    "idle": (gettext_lazy("Waiting time (time slots)"), gettext_lazy("Waiting time (time slots)")),
    "changes": (gettext_lazy("Changes of meeting point"), gettext_lazy("Place changes")),
    "walking": (gettext_lazy("Minutes on foot"), gettext_lazy("On foot")),
    "places": (gettext_lazy("Tables needed"), gettext_lazy("Meeting points")),
    "changed": (gettext_lazy("Meetings that change"), gettext_lazy("Changed")),
}
REASONS: Final[Mapping[str, str | Promise]] = {
    "no_common_slot": gettext_lazy("no common time"),
    "no_suitable_place": gettext_lazy("no place that fits"),
    "no_interpreter": gettext_lazy("no interpreter"),
    "pair_held": gettext_lazy("the two meet already"),
    "person_full": gettext_lazy("no free time slot"),
    "places_full": gettext_lazy("all places taken"),
    "interpreters_full": gettext_lazy("all interpreters taken"),
    "order": gettext_lazy("the order of meetings"),
    "breaks": gettext_lazy("limit of breaks"),
    "out_valued": gettext_lazy("others have a higher value"),
    "barred": gettext_lazy("removed by the organisers"),
}


def run_name(run: Run) -> str:
    """What somebody called a run; without a name, its number."""
    return run.name or _("Calculation %(number)s") % {"number": run.pk}


def goal(name: str) -> str:
    """A goal in the language of the page; an unknown one keeps its own name."""
    return str(GOALS[name][0]) if name in GOALS else name


def short_goal(name: str) -> str:
    """The same in one or two words, for the receipt."""
    return str(GOALS[name][1]) if name in GOALS else name


def reason(name: str) -> str:
    """A reason in the language of the page; an unknown one keeps its own name."""
    return str(REASONS.get(name, name))


def names(ids: Iterable[int], people: Mapping[int, Called], *, most: int = 3) -> str:
    """A few names, and how many more."""
    known = [people[pk].name for pk in ids if pk in people]
    if len(known) <= most:
        return ", ".join(known)
    more = ngettext("%(n)s more", "%(n)s more", len(known) - most) % {"n": len(known) - most}
    return ", ".join([*known[:most], more])


def pair(ids: Sequence[int], people: Mapping[int, Called]) -> str:
    """The names of those who meet; anybody not among `people` is left out."""
    return " – ".join(people[pk].name for pk in ids if pk in people)


def remedy(found: Mapping[str, Any] | None, people: Mapping[int, Called]) -> str:
    """The cheapest change that was proved to help."""
    if found is None:
        return ""
    who = names(found["people"], people)
    said = {"who": who, "time": _slots(found["slot"]) if found["slot"] else ""}
    match found["kind"]:
        case "more_places":
            return _("one more table at %(time)s") % said
        case "free_participant":
            return _("%(who)s free at %(time)s") % said
        case "raise_maximum":
            return _("a higher own limit: %(who)s") % said
        case "more_interpreters":
            return _("one interpreter more at %(time)s") % said
    count = len(found["requests"])
    return ngettext("cancel %(n)s other meeting", "cancel %(n)s other meetings", count) % {"n": count}


def _slots(*moments: str) -> str:
    return format_slots(datetime.fromisoformat(at) for at in moments)


def contradiction(core: Mapping[str, Any], people: Mapping[int, Called]) -> str:
    """Why a smallest set of promises cannot be held together."""
    count = len(core["requests"])
    said = {"n": format_number(count), "who": names(core["people"], people, most=5)}
    said["slots"] = _slots(*core["slots"][:6])
    match core["kind"]:
        case "slots_of_participant":
            return _("%(who)s has %(n)s meetings that must take place but not enough free time.") % said
        case "places":
            return (
                _("%(n)s meetings must take place at %(slots)s, but there are not enough meeting points.")
                % said
            )
        case "interpreters":
            return (
                _("%(n)s meetings need an interpreter at %(slots)s, but there are not enough interpreters.")
                % said
            )
        case "breaks":
            return _("%(n)s meetings would exceed the limit on breaks for %(who)s.") % said
        case "fixed":
            return _("%(n)s meetings are fixed manually at conflicting times or meeting points.") % said
    return _("These %(n)s meetings cannot all take place.") % said


def percent(part: int, whole: int) -> str:
    """The share with at most one decimal and its sign; a dash where the whole is 0."""
    if not whole:
        return "–"
    share = round(100 * part / whole, 1)
    return f"{format_number(int(share) if share.is_integer() else share)} %"


def occasion(one: MeetingChange, endings: Mapping[int, tuple[str, str]]) -> str:
    """Why the meeting changed; `endings` hold states and the organisers' reasons by request."""
    if one.kind is ChangeKind.NEW:
        return _("both said yes")
    if one.kind is ChangeKind.DROPPED:
        state, reason = endings.get(one.request, ("", ""))
        return reason or {"withdrawn": _("withdrawn"), "watched": _("no longer possible")}.get(state, "")
    return _("the new plan")
