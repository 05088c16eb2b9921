"""The figures by which an event is judged: what is aimed at, what is known elsewhere, when each is known.

The definitions are a page of the documentation: docs/reference/statistics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _


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
