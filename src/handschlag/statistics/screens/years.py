"""Who met whom at all events: by networks, programmes, fields or Länder, over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.design.components.charts import NetworkPicture
from handschlag.design.components.organiser import Heat, Table, WarmRow, Warmth
from handschlag.design.components.parts import Link, Option
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.queries.years import By, Everything
from handschlag.statistics.rules.mixing import NOBODY, Mixing, merged, order_of, pair_of
from handschlag.statistics.rules.years import PublishedYear, Together, fits_of, together, years_of
from handschlag.statistics.screens.choosing import (
    FilterCriteria,
    chosen,
    inventions_of,
    shows_inventions,
    switch_of,
)
from handschlag.statistics.screens.matrix import REST, ROWS, labels_of, picture_of
from handschlag.statistics.screens.years_tables import fits_table, years_table

ENDINGS: Final = ("csv", "json", "xlsx")
BYS: Final[Mapping[By, Promise | str]] = {
    By.NETWORK: gettext_lazy("Networks"),
    By.PROGRAMME: gettext_lazy("Programmes"),
    By.FIELD: gettext_lazy("Technology fields"),
    By.LAND: gettext_lazy("Federal states"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Select:
    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventLine:
    title: str
    url: str
    year: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _YearsScreen:
    answer: str
    grounds: str
    inventions: str
    is_invented: bool
    switch: Sequence[Link]
    views: Sequence[Link]
    selects: Sequence[_Select]
    is_narrowed: bool
    by: str
    heat: Heat | None
    rest: str
    picture: NetworkPicture | None
    years: Table | None
    unmet: Table | None
    found: Table | None
    events: Sequence[_EventLine]
    files: Sequence[Link]


def years_screen(all_: Everything, choice: FilterCriteria, *, fields: Mapping[str, str]) -> _YearsScreen:
    """Published events put together as chosen; invented ones are never mixed with real ones."""
    held = chosen(all_, choice)
    grouping = all_.groupings[choice.by]
    joined = together(held, grouping.groups, within=within_of(all_, choice))
    fits = fits_of(held)
    overview = reverse("statistics:overview")
    return _YearsScreen(
        answer=_("Invented: %(said)s") % {"said": _answer_of(held)}
        if shows_inventions(all_, choice)
        else _answer_of(held),
        grounds=_("Based on figures published by organisers. Figures below 3 are withheld; “≥” marks them."),
        inventions=inventions_of(all_, choice),
        is_invented=shows_inventions(all_, choice),
        switch=switch_of(all_, choice),
        views=tuple(
            Link(label=str(label), url=f"{overview}?{choice.query(by=by.value)}", is_current=by is choice.by)
            for by, label in BYS.items()
        ),
        selects=_selects_of(all_, choice),
        is_narrowed=bool(choice.year or any(choice.groups.values())),
        by=str(BYS[choice.by]),
        heat=_heat_of(joined, grouping.names, corner=str(BYS[choice.by])) if joined.cells else None,
        rest=_rest_of(joined),
        picture=_drawn(joined, grouping.names),
        years=years_table(years_of(held)) if held else None,
        unmet=fits_table([fit for fit in fits if not fit.has_met], all_.names, fields=fields, has_met=False),
        found=fits_table([fit for fit in fits if fit.has_met], all_.names, fields=fields, has_met=True),
        events=_events_of(all_),
        files=tuple(
            Link(
                label=ending.upper(),
                url=f"{reverse('statistics:overview_file', args=[ending])}?{choice.query()}",
            )
            for ending in ENDINGS
        ),
    )


def _events_of(all_: Everything) -> tuple[_EventLine, ...]:
    return tuple(
        _EventLine(
            title=one.title,
            url=reverse("statistics:event", args=[one.slug]),
            year=str(one.year),
            is_demo=one.is_demo,
        )
        for one in all_.events
    )


def _drawn(joined: Together, names: Mapping[int, NetworkName]) -> NetworkPicture | None:
    key = _("Line: meetings. Circle: meetings of a group.")
    return picture_of(joined.cells, _sizes_of(joined), names, key=key) if joined.cells else None


def within_of(all_: Everything, choice: FilterCriteria) -> frozenset[int] | None:
    """The networks of all chosen groups; None where nothing is chosen."""
    found: frozenset[int] | None = None
    for kind, number in choice.groups.items():
        if number:
            groups = all_.groupings[kind].groups
            those = frozenset(network for network, several in groups.items() if number in several)
            found = those if found is None else found & those
    return found


def _answer_of(held: Sequence[PublishedYear]) -> str:
    meetings = sum(one.content.meetings or 0 for one in held)
    if not held:
        return _("Nothing has been published yet.")
    events = ngettext("%(n)s event", "%(n)s events", len(held)) % {"n": format_number(len(held))}
    said = ngettext("%(n)s meeting", "%(n)s meetings", meetings) % {"n": format_number(meetings)}
    pairs = sum(year.new_pairs for year in years_of(held))
    between = ngettext("%(n)s pair of networks met", "%(n)s pairs of networks met", pairs) % {
        "n": format_number(pairs)
    }
    return f"{events}, {said}: {between}."


def _selects_of(all_: Everything, choice: FilterCriteria) -> tuple[_Select, ...]:
    years = sorted({one.year for one in all_.held}, reverse=True)
    first = _Select(
        name="year",
        label=_("Year"),
        options=_options([(year, str(year)) for year in years], choice.year),
    )
    rest = []
    for kind in (By.PROGRAMME, By.FIELD, By.LAND, By.NETWORK):
        grouping = all_.groupings[kind]
        used = {number for several in grouping.groups.values() for number in several}
        named = sorted(
            ((one, grouping.names[one].name) for one in used if one in grouping.names),
            key=lambda pair: pair[1].casefold(),
        )
        rest.append(
            _Select(
                name=kind.value, label=str(ONE[kind]), options=_options(named, choice.groups.get(kind, 0))
            )
        )
    return (first, *rest)


ONE: Final[Mapping[By, Promise | str]] = {
    By.NETWORK: gettext_lazy("Network"),
    By.PROGRAMME: gettext_lazy("Programme"),
    By.FIELD: gettext_lazy("Technology field"),
    By.LAND: gettext_lazy("Federal state"),
}


def _options(named: Sequence[tuple[int, str]], number: int) -> tuple[Option, ...]:
    every = Option(value="", label=_("all"), is_chosen=not number)
    return (
        every,
        *(Option(value=str(one), label=label, is_chosen=one == number) for one, label in named),
    )


def _sizes_of(joined: Together) -> dict[int, int]:
    groups = {one for pair in joined.cells for one in pair if one > NOBODY}
    return {one: max(1, joined.row(one)[0]) for one in groups}


def _folded(joined: Together) -> tuple[Together, tuple[int, ...], int]:
    """The groups that met most, the others put together: their cells, their order, and how many those are."""
    present = {one for pair in joined.cells for one in pair}
    order = order_of(Mixing(cells=joined.cells, across=0, among=0), present)
    shown = [one for one in order if one > NOBODY][:ROWS]
    rest = [one for one in order if one > NOBODY and one not in shown]
    into = dict.fromkeys(rest, REST)
    bounds = frozenset(pair_of(into.get(one, one), into.get(other, other)) for one, other in joined.bounds)
    cells = merged(joined.cells, into)
    rows = (*shown, *((REST,) if rest else ()), *((NOBODY,) if NOBODY in present else ()))
    return Together(cells=cells, bounds=bounds), rows, len(rest)


def _heat_of(joined: Together, names: Mapping[int, NetworkName], *, corner: str) -> Heat:
    seen, rows, _rest = _folded(joined)
    labels = {**labels_of(names), NOBODY: NetworkName(code=_("without"), name=_("in none of them"))}
    known = [one for one in rows if one in labels]
    return Heat(
        title=_("Meetings between networks"),
        corner=corner,
        columns=tuple(labels[one].code for one in known),
        rows=tuple(_row_of(one, known, seen, labels[one]) for one in known),
        total=_("together"),
    )


def _row_of(one: int, rows: Sequence[int], seen: Together, label: NetworkName) -> WarmRow:
    total, is_all = seen.row(one)
    return WarmRow(
        code=label.code if label.name != label.code else "",
        label=label.name,
        cells=tuple(
            Warmth(
                count=seen.cells.get(pair, 0),
                text=_at_least(seen.cells.get(pair, 0)) if pair in seen.bounds else "",
                is_own=one == other and one > NOBODY,
            )
            for other in rows
            for pair in [pair_of(one, other)]
        ),
        total=format_number(total) if is_all else _at_least(total),
    )


def _at_least(number: int) -> str:
    return f"≥\N{NO-BREAK SPACE}{format_number(number)}"


def _rest_of(joined: Together) -> str:
    _seen, _rows, rest = _folded(joined)
    text = ngettext(
        "%(n)s more group is combined in one row; the file lists it.",
        "%(n)s more groups are combined in one row; the file lists them.",
        rest,
    )
    return text % {"n": format_number(rest)} if rest else ""
