"""What the page of the map says in words: headline, lead, legend, captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from handschlag.common.language import pick
from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.screens import kind_labels as nouns
from handschlag.directory.screens.map.drawing import count_with_noun


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCaptions:
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


def map_captions(
    *,
    chart: Chart,
    total: int,
    invented: int,
    is_invented: bool,
    placed: int,
    figures: Sequence[LandFigure],
    blank: Sequence[LandFigure],
    is_filtered: bool,
) -> MapCaptions:
    """`blank` are the Länder of which the directory knows nothing at all, whatever was searched for.

    `invented` entries were found besides, or are all that is drawn and counted (`is_invented`).
    """
    with_entries = sum(1 for figure in figures if figure.count)
    in_lands = sum(figure.count for figure in figures)
    return MapCaptions(
        headline=_headline(chart, total, in_lands=in_lands, lands=with_entries),
        lead=" ".join(
            said
            for said in (
                _nowhere(total - in_lands),
                _inventions(invented, is_invented=is_invented),
                _lead(chart, len(blank), is_filtered=is_filtered),
            )
            if said
        ),
        description=_description(chart, figures, total=total, placed=placed),
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


def _headline(chart: Chart, total: int, *, in_lands: int, lands: int) -> str:
    """Those whose Land is known; the others are not said to be there."""
    who = count_with_noun(chart.show, total)
    if not lands:
        return who
    if in_lands < total:
        who = gettext("%(n)s of %(who)s") % {
            "n": number_format(in_lands, force_grouping=True),
            "who": _of_all(chart, total),
        }
    where = ngettext("%(who)s in one federal state", "%(who)s in %(lands)s federal states", lands)
    return where % {"who": who, "lands": lands}


def _of_all(chart: Chart, total: int) -> str:
    """After "63 of": German has another form there."""
    word = nouns.networks_dative if chart.show is Subject.NETWORKS else nouns.actors_dative
    return word(total) % {"n": number_format(total, force_grouping=True)}


def _nowhere(number: int) -> str:
    if number <= 0:
        return ""
    text = ngettext(
        "For %(n)s of them the federal state is not known yet.",
        "For %(n)s of them the federal state is not known yet.",
        number,
    )
    return text % {"n": number_format(number, force_grouping=True)}


def _inventions(number: int, *, is_invented: bool) -> str:
    if not number:
        return ""
    if is_invented:
        return gettext("All of them are invented.")
    text = ngettext(
        "%(n)s invented entry is not among them.", "%(n)s invented entries are not among them.", number
    )
    return text % {"n": number_format(number, force_grouping=True)}


def _lead(chart: Chart, blank: int, *, is_filtered: bool) -> str:
    if is_filtered:
        return gettext("Results on the map. White means no results.")
    if chart.show is Subject.ACTORS:
        return gettext("Each organisation counts once, even if it is a member of several networks.")
    facts = gettext("Facts that have not been checked are marked on the page of the network.")
    if not blank:
        return facts
    gaps = ngettext(
        "For %(n)s federal state we have no entry: a gap in our data, not in the federal state.",
        "For %(n)s federal states we have no entry: a gap in our data, not in the federal states.",
        blank,
    )
    return gaps % {"n": blank} + " " + facts


def _description(chart: Chart, figures: Sequence[LandFigure], *, total: int, placed: int) -> str:
    """What somebody would say who looks at the drawing."""
    most = sorted(figures, key=lambda figure: -figure.count)[:3]
    names = ", ".join(
        f"{pick(one.name_de, one.name_en)} {number_format(one.count, force_grouping=True)}"
        for one in most
        if one.count
    )
    said = (
        gettext("Map of Germany with its sixteen federal states.")
        + " "
        + _drawn(chart, figures, total, placed)
    )
    return said + (" " + gettext("Most of them: %(names)s.") % {"names": names} if names else "")


def _drawn(chart: Chart, figures: Sequence[LandFigure], total: int, placed: int) -> str:
    """What the drawing shows of all that there are, which need not be all."""
    shown = placed if chart.drawing is Drawing.PLACES else sum(figure.count for figure in figures)
    if shown >= total:
        return gettext("It shows %(who)s.") % {"who": count_with_noun(chart.show, total)}
    numbers = {
        "n": number_format(shown, force_grouping=True),
        "who": _of_all(chart, total),
        "rest": number_format(total - shown, force_grouping=True),
    }
    if chart.drawing is Drawing.PLACES:
        return gettext("It shows %(n)s of %(who)s; for %(rest)s no place is known.") % numbers
    return gettext("It shows %(n)s of %(who)s; for %(rest)s the federal state is not known.") % numbers


def _counting(chart: Chart) -> str:
    """Which number it is, and of when: no number stands without that."""
    if chart.show is Subject.NETWORKS:
        said = gettext("Networks are counted at their location.")
    else:
        said = gettext("Distinct organisations are counted at their location, not memberships.")
    if chart.drawing is Drawing.DENSITY:
        said += " " + gettext("Population: Federal Statistical Office, 31 December 2018.")
    return said


def _dots(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext("Location; the number shows how many networks are based there or nearby")
    return gettext("Location; the number shows how many actors are based there or nearby")


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
            "%(in_lands)s of them is counted in its federal state.",
            "%(in_lands)s of them are counted in their federal state.",
            in_lands,
        )
    return text % numbers


def _lands_caption(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext("Networks by federal state. Population: Federal Statistical Office, 31 December 2018.")
    return gettext(
        "Actors (distinct organisations) by federal state. Population: Federal Statistical Office, "
        "31 December 2018."
    )


def _places_caption(chart: Chart) -> str:
    if chart.show is Subject.NETWORKS:
        return gettext("Networks by location")
    return gettext("Actors (distinct organisations) by location")


def _seen(chart: Chart) -> str:
    """What the interactive map says of its section; the script fills in the numbers."""
    if chart.show is Subject.NETWORKS:
        return gettext("In this section: {entries} networks at {dots} dots.")
    return gettext("In this section: {entries} actors at {dots} dots.")
