"""What events are compared by, each figure with what it rests on, or with why nothing measured it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.statistics.rules.kpis import Kpi, Measure

MOST: Final = 5  # events side by side


class ComparedFigure(Labelled):
    REGISTERED = "registered", _("Registered")
    JOINED = "joined", _("In matchmaking")
    WISHES = "wishes", _("Requests")
    PLANNED = "planned", _("Planned meetings")
    HELD = "held", _("Held, as observed")
    ANSWERED = "answered", _("Answered within 72 hours")
    CONTACTS = "contacts", _("Contacts afterwards")
    NO_SHOWS = "no_shows", _("Did not come")


class Gap(Labelled):
    """Why nothing measured a figure."""

    NOT_OVER = "not_over", _("The event is not over.")
    NO_MATCHING = "no_matching", _("No matchmaking was set up.")
    NO_CHECK_IN = "no_check_in", _("Nobody was checked in.")
    NO_FEEDBACK = "no_feedback", _("Nobody gave feedback on a meeting.")
    NO_SIGN = "no_sign", _("No sign that a planned meeting took place.")
    NOT_KEPT = "not_kept", _("Personal data is deleted, and this figure was not kept.")
    NOTHING = "nothing", _("There is nothing to count.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """`number` of `whole`, or a number alone; nobody says what became of the `unknown` ones of the whole."""

    number: int = 0
    whole: int | None = None
    unknown: int = 0
    gap: Gap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTotals:
    """What is counted of an event beside the figures of its report; None where nobody noted such a thing."""

    registered: int
    wishes: int = 0
    wishing: int = 0  # people
    heard: int = 0  # meetings of which somebody gave feedback
    contacts: int = 0
    came: int | None = None  # of those registered


type Cells = Mapping[ComparedFigure, ComparedCell]


def compared_of(
    measures: Mapping[Kpi, Measure] | None, totals: EventTotals | None, *, is_over: bool
) -> dict[ComparedFigure, ComparedCell]:
    """Every figure of an event; `measures` are None without matchmaking, `totals` where they were not kept.

    >>> found = compared_of(None, EventTotals(registered=9, came=7), is_over=True)
    >>> found[ComparedFigure.NO_SHOWS].number, found[ComparedFigure.HELD].gap.value
    (2, 'no_matching')
    """
    found = {
        ComparedFigure.REGISTERED: _registered(measures, totals),
        ComparedFigure.WISHES: _wishes(totals),
        ComparedFigure.CONTACTS: _contacts(totals, is_over=is_over),
        ComparedFigure.JOINED: _share(measures, Kpi.JOINED),
        ComparedFigure.PLANNED: _share(measures, Kpi.PLANNED),
        ComparedFigure.ANSWERED: _share(measures, Kpi.ANSWERED),
        ComparedFigure.HELD: _share(measures, Kpi.HELD, is_due=is_over, empty=Gap.NO_SIGN),
        ComparedFigure.NO_SHOWS: _no_shows(totals, is_over=is_over),
    }
    if measures is None:
        needs = set(ComparedFigure) - {ComparedFigure.REGISTERED, ComparedFigure.NO_SHOWS}
        found |= dict.fromkeys(needs, ComparedCell(gap=Gap.NO_MATCHING))
    return {figure: found[figure] for figure in ComparedFigure}


def _registered(measures: Mapping[Kpi, Measure] | None, totals: EventTotals | None) -> ComparedCell:
    if measures is not None and Kpi.JOINED in measures:
        return ComparedCell(number=measures[Kpi.JOINED].whole)
    return ComparedCell(gap=Gap.NOT_KEPT) if totals is None else ComparedCell(number=totals.registered)


def _share(
    measures: Mapping[Kpi, Measure] | None, kpi: Kpi, *, is_due: bool = True, empty: Gap = Gap.NOTHING
) -> ComparedCell:
    if not is_due:
        return ComparedCell(gap=Gap.NOT_OVER)
    measure = (measures or {}).get(kpi)
    if measure is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    gap = None
    if measure.value is None:
        gap = empty if measure.whole else Gap.NOTHING
    return ComparedCell(number=measure.part, whole=measure.whole, unknown=measure.unknown, gap=gap)


def _wishes(totals: EventTotals | None) -> ComparedCell:
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    return ComparedCell(number=totals.wishes, whole=totals.wishing)


def _contacts(totals: EventTotals | None, *, is_over: bool) -> ComparedCell:
    if not is_over:
        return ComparedCell(gap=Gap.NOT_OVER)
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    gap = None if totals.heard else Gap.NO_FEEDBACK
    return ComparedCell(number=totals.contacts, whole=totals.heard, gap=gap)


def _no_shows(totals: EventTotals | None, *, is_over: bool) -> ComparedCell:
    if not is_over:
        return ComparedCell(gap=Gap.NOT_OVER)
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    if totals.came is None:
        return ComparedCell(gap=Gap.NO_CHECK_IN)
    return ComparedCell(number=totals.registered - totals.came, whole=totals.registered)
