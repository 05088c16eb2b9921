"""The figures by which an event is judged: what is aimed at, when each is known, and each in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_date
from handschlag.day.signs import Sign
from handschlag.design.components.organiser import Mark, Shape
from handschlag.design.tallies import format_number


class Kpi(Labelled):
    JOINED = "joined", _("In matchmaking")
    ANSWERED = "answered", _("Answer within 72 hours")
    PLANNED = "planned", _("Mutual wishes with a time")
    MEETINGS = "meetings", _("Meetings per person")
    IDLE = "idle", _("Waiting time, median")
    HELD = "held", _("Held")
    MOVED = "moved", _("Timetable change, others moved")
    ACROSS = "across", _("Across networks")
    VISIT = "visit", _("First visit to list of wishes")
    OUTCOMES = "outcomes", _("Co-operations after 90 days")


class Unit(StrEnum):
    PERCENT = "percent"
    NUMBER = "number"
    SLOTS = "slots"
    MINUTES = "minutes"
    MEDIAN = "median"
    PER_100 = "per_100"


class Phase(StrEnum):
    """Where an event stands, seen from its report."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class TargetVerdict(Labelled):
    REACHED = "reached", _("reached")
    MISSED = "missed", _("not reached")
    OPEN = "open", _("open")
    NOTHING = "nothing", _("not measured")  # no request, no incident
    UNKNOWN = "unknown", _("not known")  # it hangs on meetings of which nobody says whether they were held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aim:
    """At least, or at most, `value`; `elsewhere` was published for another event; `top` ends the picture."""

    value: float
    unit: Unit
    top: float
    is_most: bool = False
    elsewhere: float | None = None
    source: str = ""  # what `elsewhere` was published for


AIMS: Final[Mapping[Kpi, _Aim]] = {
    Kpi.JOINED: _Aim(
        value=70, unit=Unit.PERCENT, top=100, elsewhere=24, source=_("a cluster conference with 700 people")
    ),
    Kpi.ANSWERED: _Aim(
        value=85,
        unit=Unit.PERCENT,
        top=100,
        elsewhere=50,
        source=_("requests at events with booking of time slots, at most"),
    ),
    Kpi.PLANNED: _Aim(value=95, unit=Unit.PERCENT, top=100),
    Kpi.MEETINGS: _Aim(
        value=6, unit=Unit.NUMBER, top=10, elsewhere=4, source=_("a cluster conference with 250 people")
    ),
    Kpi.IDLE: _Aim(value=1, unit=Unit.SLOTS, top=4, is_most=True),
    Kpi.HELD: _Aim(
        value=90,
        unit=Unit.PERCENT,
        top=100,
        elsewhere=75,
        source=_("measured at an event with booked meetings"),
    ),
    Kpi.MOVED: _Aim(value=1, unit=Unit.MEDIAN, top=4, is_most=True),
    Kpi.ACROSS: _Aim(value=60, unit=Unit.PERCENT, top=100),
    Kpi.VISIT: _Aim(value=10, unit=Unit.MINUTES, top=20, is_most=True),
    Kpi.OUTCOMES: _Aim(
        value=10,
        unit=Unit.PER_100,
        top=20,
        elsewhere=9,
        source=_("reported after brokerage events, for each 100 meetings"),
    ),
}
ASKED_AFTER: Final = 90  # days after the event, what came of the meetings
WITHIN_HOURS: Final = 72
FEW: Final = 3  # meetings of a person below which the report names a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: `part` of `whole`, or a median of `whole` things; None where nothing was there.

    `unknown` are meetings of which nobody says whether they were held: none of them is in `value`, all are in
    `ceiling`.
    """

    kpi: Kpi
    value: float | None
    part: int = 0
    whole: int = 0
    more: int = 0  # of outcomes: meetings of which somebody was heard
    unknown: int = 0
    ceiling: float | None = None


def asked_on(last_day: date) -> date:
    """The day on which people are asked what came of their meetings: ninety days after the event."""
    return last_day + timedelta(days=ASKED_AFTER)


def share(kpi: Kpi, part: int, whole: int) -> Measure:
    """Per cent, unrounded; whoever shows it rounds.

    >>> share(Kpi.HELD, 379, 400).value
    94.75
    """
    return Measure(kpi=kpi, value=100 * part / whole if whole else None, part=part, whole=whole)


def verdict_of(measure: Measure, *, phase: Phase, is_asked: bool) -> TargetVerdict:
    """Before the event nothing is judged; outcomes are not until people were asked (`is_asked`).

    >>> verdict_of(share(Kpi.HELD, 379, 400), phase=Phase.AFTER, is_asked=False)
    <TargetVerdict.REACHED: 'reached'>
    """
    if phase is not Phase.AFTER or (measure.kpi is Kpi.OUTCOMES and not is_asked):
        return TargetVerdict.OPEN
    if measure.value is None:
        return TargetVerdict.NOTHING
    aim = AIMS[measure.kpi]
    if _is_reached(aim, measure.value):
        return TargetVerdict.REACHED
    can_be = measure.ceiling is not None and measure.ceiling >= aim.value
    return TargetVerdict.UNKNOWN if can_be else TargetVerdict.MISSED


def rounded(kpi: Kpi, value: float) -> float:
    """To one decimal, or to as many as it takes to lie on the same side of the target.

    >>> rounded(Kpi.PLANNED, 94.7368), rounded(Kpi.PLANNED, 94.96), rounded(Kpi.IDLE, 1.04)
    (94.7, 94.96, 1.04)
    """
    aim = AIMS[kpi]
    found = (round(value, places) for places in (1, 2, 3))
    return next((one for one in found if _is_reached(aim, one) == _is_reached(aim, value)), value)


def median(values: Iterable[float]) -> float | None:
    """The one in the middle, or between both in the middle.

    >>> median([3, 1, 2]), median([1, 2]), median([])
    (2, 1.5, None)
    """
    found = sorted(values)
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def _is_reached(aim: _Aim, value: float) -> bool:
    return value <= aim.value if aim.is_most else value >= aim.value


SHAPES: Final[Mapping[TargetVerdict, Shape]] = {
    TargetVerdict.REACHED: "ok",
    TargetVerdict.MISSED: "bad",
    TargetVerdict.OPEN: "free",
    TargetVerdict.NOTHING: "off",
    TargetVerdict.UNKNOWN: "off",
}
SIGNS: Final[Mapping[Sign, Promise | str]] = {
    Sign.MARK: gettext_lazy("reported by one side: %(n)s"),
    Sign.CONFIRMED: gettext_lazy("confirmed by an answer afterwards: %(n)s"),
    Sign.CHECK_IN: gettext_lazy("both checked in: %(n)s"),
}
BASES: Final[Mapping[Kpi, Promise | str]] = {
    Kpi.JOINED: gettext_lazy("%(part)s of %(whole)s registered"),
    Kpi.ANSWERED: gettext_lazy("%(part)s of %(whole)s requests that people answered themselves, or had to"),
    Kpi.PLANNED: gettext_lazy("%(part)s of %(whole)s"),
    Kpi.MEETINGS: gettext_lazy("seen; %(part)s places, %(whole)s people"),
    Kpi.IDLE: gettext_lazy(
        "as planned; %(part)s of %(whole)s people with meetings have to wait at least once"
    ),
    Kpi.HELD: gettext_lazy("seen %(part)s of %(whole)s planned"),
    Kpi.ACROSS: gettext_lazy("%(part)s of %(whole)s meetings between people in networks"),
    Kpi.VISIT: gettext_lazy("median of %(whole)s people who did both themselves"),
    Kpi.OUTCOMES: gettext_lazy("%(part)s of %(whole)s meetings; %(more)s were answered for"),
}
UNMEASURED: Final[Mapping[Kpi, Promise | str]] = {
    Kpi.JOINED: gettext_lazy("Nobody is registered."),
    Kpi.ANSWERED: gettext_lazy("There was no request that someone had to answer."),
    Kpi.PLANNED: gettext_lazy("There are no mutual wishes."),
    Kpi.MEETINGS: gettext_lazy("No sign that a meeting took place."),
    Kpi.IDLE: gettext_lazy("Nobody has a meeting."),
    Kpi.HELD: gettext_lazy("No sign that a planned meeting took place."),
    Kpi.MOVED: gettext_lazy("Nothing was rescheduled."),
    Kpi.ACROSS: gettext_lazy("No sign of a meeting between people in networks."),
    Kpi.VISIT: gettext_lazy("Nobody did both steps themselves."),
    Kpi.OUTCOMES: gettext_lazy("Nobody has answered."),
}
NONE: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """A figure against its target: without a value it is not told; the basis says of how many, or why not."""

    kpi: Kpi
    value: float | None
    verdict: Mark
    basis: str


def fixed(value: float, places: int) -> str:
    """So many decimals, rounded: what Django formats it only cuts."""
    return str(number_format(round(value, places), decimal_pos=places, force_grouping=True))


def _decimal(value: float, *, most: int = 1) -> str:
    """One decimal, or up to `most`; none where it is zero: 95,5 and 84."""
    places = next((one for one in range(most) if round(value, one) == round(value, most)), most)
    return fixed(value, places)


def percent(value: float, *, most: int = 1) -> str:
    """A share from 0 to 100 as text, with `most` decimals at most."""
    return f"{_decimal(value, most=most)}\N{NO-BREAK SPACE}%"


def whole_percent(value: float) -> str:
    """A share from 0 to 100, rounded to a whole number."""
    return f"{fixed(value, 0)}\N{NO-BREAK SPACE}%"


def value_of(kpi: Kpi, value: float | None) -> str:
    """The value with its unit, rounded as far as the figure is exact; a dash for None."""
    if value is None:
        return NONE
    unit, near = AIMS[kpi].unit, rounded(kpi, value)
    said = _decimal(near, most=3)
    if unit is Unit.PERCENT:
        return percent(near, most=3)
    if unit is Unit.NUMBER:
        return fixed(near, 1) if round(near, 1) == near else said
    if unit is Unit.MINUTES:
        return gettext("%(n)s min") % {"n": said}
    if unit is Unit.SLOTS:
        whole = int(near) if near == int(near) else 2
        return ngettext("%(n)s time slot", "%(n)s time slots", whole) % {"n": said}
    if unit is Unit.PER_100:
        return gettext("%(n)s in 100") % {"n": said}
    return gettext("Median %(n)s") % {"n": said}


def aim_of(kpi: Kpi) -> str:
    """What is aimed at, with its sign: at least, or at most."""
    aim = AIMS[kpi]
    sign = "≤" if aim.is_most else "≥"
    plain = aim.unit in {Unit.NUMBER, Unit.SLOTS, Unit.MEDIAN}
    return f"{sign} {_decimal(aim.value) if plain else value_of(kpi, aim.value)}"


def elsewhere_of(kpi: Kpi) -> str:
    """What another event published for this figure; a dash where nothing is known."""
    aim = AIMS[kpi]
    return NONE if aim.elsewhere is None else value_of(kpi, aim.elsewhere)


def verdict_mark_of(verdict: TargetVerdict) -> Mark:
    """The mark and the word that tell whether an aim was reached."""
    return Mark(SHAPES[verdict], gettext(verdict.label))


def basis_of(measure: Measure, *, seconds: float, last_day: date, is_asked: bool) -> str:
    """What a figure rests on."""
    if measure.kpi is Kpi.OUTCOMES and not is_asked:
        day = asked_on(last_day)
        return gettext("People are asked on %(day)s.") % {"day": format_date(day)}
    if measure.kpi is Kpi.MOVED:
        return _moved(measure, seconds)
    if measure.value is None:
        said = str(UNMEASURED[measure.kpi])
        return f"{said} {_unknown_of(measure)}." if measure.unknown else said
    said = str(BASES[measure.kpi]) % {
        "part": format_number(measure.part),
        "whole": format_number(measure.whole),
        "more": format_number(measure.more),
    }
    return f"{said}; {_unknown_of(measure)}" if measure.unknown else said


def _unknown_of(measure: Measure) -> str:
    """What nobody has seen and nobody denies; of meetings per person these are seats."""
    if measure.kpi is Kpi.MEETINGS:
        text = ngettext("%(n)s place unknown", "%(n)s places unknown", measure.unknown)
    else:
        text = ngettext("%(n)s unknown", "%(n)s unknown", measure.unknown)
    return text % {"n": format_number(measure.unknown)}


def signs_said(signs: Mapping[Sign, int], *, unknown: int) -> str:
    """By what it is known that meetings were held, and of how many nobody knows."""
    known = [str(text) % {"n": format_number(signs[sign])} for sign, text in SIGNS.items() if signs.get(sign)]
    said = (
        gettext("“Took place” means that someone has seen it: %(signs)s.") % {"signs": "; ".join(known)}
        if known
        else ""
    )
    if not unknown:
        return said
    text = ngettext(
        "Of %(n)s meeting nobody says whether it took place; it is counted nowhere as held.",
        "Of %(n)s meetings nobody says whether they took place; they are counted nowhere as held.",
        unknown,
    )
    return f"{said} {text % {'n': format_number(unknown)}}".strip()


def _moved(measure: Measure, seconds: float) -> str:
    incidents = ngettext("%(n)s incident", "%(n)s incidents", measure.whole) % {
        "n": format_number(measure.whole)
    }
    if not measure.part:
        return f"{incidents}. {UNMEASURED[measure.kpi]}"
    known = {"n": format_number(measure.part), "seconds": _decimal(seconds)}
    if not seconds:  # it is not kept
        return f"{incidents}, {gettext('%(n)s rescheduled') % known}"
    rest = gettext("%(n)s rescheduled, longest calculation %(seconds)s s") % known
    return f"{incidents}, {rest}"
