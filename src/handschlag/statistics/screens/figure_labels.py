"""Figures in words: names of figures, values with their unit, what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_date
from handschlag.day.rules.signs import Sign
from handschlag.design.components.organiser import Mark, Shape
from handschlag.design.numbers import format_number
from handschlag.statistics.rules.kpis import AIMS, Kpi, Measure, TargetVerdict, Unit, asked_on, rounded

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
        return _("%(n)s min") % {"n": said}
    if unit is Unit.SLOTS:
        whole = int(near) if near == int(near) else 2
        return ngettext("%(n)s time slot", "%(n)s time slots", whole) % {"n": said}
    if unit is Unit.PER_100:
        return _("%(n)s in 100") % {"n": said}
    return _("Median %(n)s") % {"n": said}


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
    return Mark(SHAPES[verdict], _(verdict.label))


def basis_of(measure: Measure, *, seconds: float, last_day: date, is_asked: bool) -> str:
    """What a figure rests on."""
    if measure.kpi is Kpi.OUTCOMES and not is_asked:
        day = asked_on(last_day)
        return _("People are asked on %(day)s.") % {"day": format_date(day)}
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
        _("“Took place” means that someone has seen it: %(signs)s.") % {"signs": "; ".join(known)}
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
        return f"{incidents}, {_('%(n)s rescheduled') % known}"
    rest = _("%(n)s rescheduled, longest calculation %(seconds)s s") % known
    return f"{incidents}, {rest}"
