"""What the page of the map says in words: headline, lead, legend, captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from handschlag.common.language import pick
from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.screens.map.drawing import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    headline: str
    lead: str
    description: str
    counting: str
    dots: str
    white: str
    unplaced: str
    blank: str
    lands_caption: str
    places_caption: str
    seen: str
    around: str


def words(
    *,
    chart: Chart,
    total: int,
    placed: int,
    figures: Sequence[LandFigure],
    blank: Sequence[LandFigure],
    is_filtered: bool,
) -> Words:
    """`blank` are the Länder of which the directory knows nothing at all, whatever was searched for."""
    with_entries = sum(1 for figure in figures if figure.count)
    in_lands = sum(figure.count for figure in figures)
    return Words(
        headline=_headline(chart, total, with_entries),
        lead=_lead(chart, len(blank), is_filtered=is_filtered),
        description=_description(chart, figures, total),
        counting=_counting(chart),
        dots=_dots(chart),
        white=_white(figures, is_filtered=is_filtered),
        unplaced=_unplaced(total - placed, total=total, in_lands=max(0, in_lands - placed)),
        blank=", ".join(pick(one.name_de, one.name_en) for one in blank) if with_entries else "",
        lands_caption=_lands_caption(chart),
        places_caption=_places_caption(chart),
        seen=_seen(chart),
        around=gettext("%(place)s and around") % {"place": "{place}"},
    )


def _headline(chart: Chart, total: int, lands: int) -> str:
    who = counted(chart.show, total)
    if not lands:
        return who
    where = ngettext("%(who)s in one Land", "%(who)s in %(lands)s Länder", lands)
    return where % {"who": who, "lands": lands}


def _lead(chart: Chart, blank: int, *, is_filtered: bool) -> str:
    if is_filtered:
        return gettext("What you have searched for, on the map. White means: nothing found there.")
    if chart.show is Subject.ACTORS:
        return gettext("Each organisation counts once, even if it is a member of several networks.")
    facts = gettext("Where a fact has not been checked yet, the page of the network says so.")
    if not blank:
        return facts
    spots = ngettext("And one white spot.", "And %(number)s white spots.", blank)
    return spots % {"number": _small_number(blank)} + " " + facts


def _small_number(number: int) -> str:
    """Numbers up to six as words, as texts write them."""
    return {
        2: gettext("two"),
        3: gettext("three"),
        4: gettext("four"),
        5: gettext("five"),
        6: gettext("six"),
    }.get(number, str(number))


def _description(chart: Chart, figures: Sequence[LandFigure], total: int) -> str:
    """What somebody would say who looks at the drawing."""
    most = sorted(figures, key=lambda figure: -figure.count)[:3]
    names = ", ".join(
        f"{pick(one.name_de, one.name_en)} {number_format(one.count, force_grouping=True)}"
        for one in most
        if one.count
    )
    said = gettext("Map of Germany with its sixteen Länder. It shows %(who)s.") % {
        "who": counted(chart.show, total)
    }
    return said + (" " + gettext("Most of them: %(names)s.") % {"names": names} if names else "")


def _counting(chart: Chart) -> str:
    """Which number it is, and of when: no number stands without that."""
    if chart.show is Subject.NETWORKS:
        said = gettext("Networks are counted at their seat.")
    else:
        said = gettext("Distinct organisations are counted at their seat, not memberships.")
    if chart.drawing is Drawing.DENSITY:
        said += " " + gettext("People: Federal Statistical Office, 31 December 2018.")
    return said


def _dots(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext("Seat; the number says how many networks are there or close by")
    return gettext("Seat; the number says how many actors are there or close by")


def _white(figures: Sequence[LandFigure], *, is_filtered: bool) -> str:
    if all(figure.count for figure in figures):
        return ""
    return gettext("nothing found") if is_filtered else gettext("no entry with a source yet")


def _unplaced(unplaced: int, *, total: int, in_lands: int) -> str:
    """How many have no dot, and how many of those are at least counted in their Land."""
    if not unplaced:
        return ""
    numbers = {
        "unplaced": number_format(unplaced, force_grouping=True),
        "total": number_format(total, force_grouping=True),
        "in_lands": number_format(in_lands, force_grouping=True),
    }
    text = ngettext(
        "%(unplaced)s of %(total)s has no dot: its place is not stated yet.",
        "%(unplaced)s of %(total)s have no dot: their place is not stated yet.",
        unplaced,
    )
    if in_lands:
        text += " " + ngettext(
            "%(in_lands)s of them is counted in its Land.",
            "%(in_lands)s of them are counted in their Land.",
            in_lands,
        )
    return text % numbers


def _lands_caption(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext(
            "Networks by Land of their seat. People: Federal Statistical Office, 31 December 2018."
        )
    return gettext(
        "Actors (distinct organisations) by Land of their seat. "
        "People: Federal Statistical Office, 31 December 2018."
    )


def _places_caption(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext("Networks by place of their seat")
    return gettext("Actors (distinct organisations) by place of their seat")


def _seen(chart: Chart) -> str:
    """What the interactive map says of its section; the script fills in the numbers."""
    if chart.show is Subject.NETWORKS:
        return gettext("In this section: {entries} networks at {dots} dots.")
    return gettext("In this section: {entries} actors at {dots} dots.")
