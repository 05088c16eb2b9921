"""Who met whom at all events: by networks, programmes, fields or Länder, over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.design.components.charts import NetworkPicture
from handschlag.design.components.organiser import Heat
from handschlag.design.components.parts import Facet, Link, Option
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.queries.years import By, Everything
from handschlag.statistics.rules.mixing import NOBODY, merged, order_of, pair_of
from handschlag.statistics.rules.years import PublishedYear, Together, fits_of, together, years_of
from handschlag.statistics.screens.choosing import (
    FilterCriteria,
    chosen,
    inventions_of,
    shows_inventions,
    switch_of,
)
from handschlag.statistics.screens.documents import PUBLIC_ENDINGS
from handschlag.statistics.screens.matrix import REST, ROWS, at_least, bounded_heat, labels_of, picture_of
from handschlag.statistics.screens.years_tables import fits_table, years_table

SINGULARS: Final[Mapping[By, Promise | str]] = {
    By.PROGRAMME: gettext_lazy("Programme"),
    By.FIELD: gettext_lazy("Technology field"),
    By.LAND: gettext_lazy("Federal state"),
    By.NETWORK: gettext_lazy("Network"),
}


def years_screen(all_: Everything, choice: FilterCriteria, *, fields: Mapping[str, str]) -> dict[str, Any]:
    """Published events put together as chosen; invented ones are never mixed with real ones."""
    held = chosen(all_, choice)
    grouping = all_.groupings[choice.by]
    joined = together(held, grouping.groups, within=within_of(all_, choice))
    folded, rows, rest = _folded(joined)
    fits = fits_of(held)
    return {
        "answer": _answer_of(held),
        "inventions": inventions_of(all_, choice),
        "is_invented": shows_inventions(all_, choice),
        "switch": switch_of(all_, choice),
        "views": [
            Link(label=str(by.label), url=choice.address(by=by.value), is_current=by is choice.by)
            for by in By
        ],
        "selects": _selects_of(all_, choice),
        "is_narrowed": bool(choice.year or any(choice.groups.values())),
        "heat": _heat_of(folded, rows, grouping.names, corner=str(choice.by.label)) if joined.cells else None,
        "rest": rest,
        "picture": _drawn(joined, grouping.names),
        "years": years_table(years_of(held)) if held else None,
        "unmet": fits_table(
            [fit for fit in fits if not fit.has_met], all_.names, fields=fields, has_met=False
        ),
        "found": fits_table([fit for fit in fits if fit.has_met], all_.names, fields=fields, has_met=True),
        "events": all_.events,
        "files": PUBLIC_ENDINGS,
        "query": choice.query(),
    }


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


def _selects_of(all_: Everything, choice: FilterCriteria) -> list[Facet]:
    years = sorted({one.year for one in all_.held}, reverse=True)
    options = _options([(year, str(year)) for year in years], choice.year)
    found = [Facet(name="year", title=_("Year"), options=options)]
    for kind, title in SINGULARS.items():
        grouping = all_.groupings[kind]
        used = {number for several in grouping.groups.values() for number in several}
        named = sorted(
            ((one, grouping.names[one].name) for one in used if one in grouping.names),
            key=lambda pair: pair[1].casefold(),
        )
        options = _options(named, choice.groups.get(kind, 0))
        found.append(Facet(name=kind.value, title=str(title), options=options))
    return found


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
    order = order_of(joined.cells, present)
    shown = [one for one in order if one > NOBODY][:ROWS]
    rest = [one for one in order if one > NOBODY and one not in shown]
    into = dict.fromkeys(rest, REST)
    bounds = frozenset(pair_of(into.get(one, one), into.get(other, other)) for one, other in joined.bounds)
    cells = merged(joined.cells, into)
    rows = (*shown, *((REST,) if rest else ()), *((NOBODY,) if NOBODY in present else ()))
    return Together(cells=cells, bounds=bounds), rows, len(rest)


def _heat_of(seen: Together, rows: Sequence[int], names: Mapping[int, NetworkName], *, corner: str) -> Heat:
    labels = {**labels_of(names), NOBODY: NetworkName(code=_("without"), name=_("in none of them"))}
    return bounded_heat(
        seen,
        [one for one in rows if one in labels],
        labels,
        title=_("Meetings between networks"),
        corner=corner,
        texts={pair: at_least(seen.cells.get(pair, 0)) for pair in seen.bounds},
    )
