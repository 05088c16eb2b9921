"""Who met whom at all events: by networks, programmes, fields or Länder, as a page and as open data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from handschlag.accounts.access import counted_as_download
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web import number_in
from handschlag.design.components.organiser import Heat, NetworkPicture, Table, table_of
from handschlag.design.components.parts import Facet, Link, Option
from handschlag.design.tallies import format_number
from handschlag.statistics import kpis
from handschlag.statistics.documents import PUBLIC_ENDINGS, Cell, Document, Sheet, file_of, open_data_download
from handschlag.statistics.matrix import (
    REST,
    ROWS,
    NetworkName,
    Together,
    at_least,
    bounded_heat,
    labels_of,
    network_fields,
    picture_of,
)
from handschlag.statistics.suppression import NOBODY, merged, order_of, pair_of
from handschlag.statistics.years import (
    AllPublished,
    By,
    FilterCriteria,
    Fit,
    PublishedYear,
    Year,
    all_published,
    chosen,
    fits_of,
    inventions_of,
    shows_inventions,
    switch_of,
    together,
    years_of,
)

LINES: Final = 15


def years_table(years: Sequence[Year]) -> Table:
    """One row for each year, in the order given."""
    heads = (
        *(_("Year"), _("Events"), _("People"), _("Meetings")),
        *(_("between networks"), _("pairs that met"), _("of them for the first time")),
    )
    rows = (
        (
            *(str(one.year), *map(format_number, (one.events, one.people, one.meetings))),
            *(_share_of(one), format_number(one.pairs), format_number(one.new_pairs)),
        )
        for one in years
    )
    return table_of(_("Over the years"), heads, rows)


def _share_of(year: Year) -> str:
    known = year.between + year.within
    return kpis.whole_percent(100 * year.between / known) if known else "–"


def fits_table(
    fits: Sequence[Fit], names: Mapping[int, NetworkName], *, fields: Mapping[str, str], has_met: bool
) -> Table | None:
    """Synergies, at most fifteen, of networks whose names are known; None without any."""
    known = [one for one in fits if one.one in names and one.other in names]
    if not known:
        return None
    title = _("Synergies found: %(n)s") if has_met else _("Synergies still unmet: %(n)s")
    rows = (
        (
            f"{names[one.one].name} – {names[one.other].name}",
            ", ".join(fields[code] for code in one.fields if code in fields),
            *(format_number(one.fitting), str(one.year)),
        )
        for one in known[:LINES]
    )
    heads = (_("Between"), _("In common"), _("Fitting pairs"), _("Year"))
    return table_of(title % {"n": format_number(len(known))}, heads, rows)


SINGULARS: Final[Mapping[By, Promise | str]] = {
    By.PROGRAMME: gettext_lazy("Programme"),
    By.FIELD: gettext_lazy("Technology field"),
    By.LAND: gettext_lazy("Federal state"),
    By.NETWORK: gettext_lazy("Network"),
}


def overview_context(
    all_: AllPublished, choice: FilterCriteria, *, fields: Mapping[str, str]
) -> dict[str, Any]:
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


def within_of(all_: AllPublished, choice: FilterCriteria) -> frozenset[int] | None:
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


def _selects_of(all_: AllPublished, choice: FilterCriteria) -> list[Facet]:
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


def overview_document(all_: AllPublished, choice: FilterCriteria, *, fields: Mapping[str, str]) -> Document:
    """What the page of all years shows, as sheets to take along."""
    held = chosen(all_, choice)
    grouping, is_invented = all_.groupings[choice.by], shows_inventions(all_, choice)
    joined = together(held, grouping.groups, within=within_of(all_, choice))
    return Document(
        title=_("Meetings between networks"),
        facts={
            _("Events"): "; ".join(one.title for one in all_.events if one.is_demo == is_invented),
            **({_("Note"): inventions_of(all_, choice)} if inventions_of(all_, choice) else {}),
            _("Grouped by"): str(choice.by.label),
            _("Year"): str(choice.year) if choice.year else _("all"),
            _("Left out"): _(
                "“Yes” in the column “At least” means that figures below 3 are included but not shown."
            ),
        },
        sheets=(
            _matrix_sheet(joined, grouping.names),
            Sheet(
                key="years",
                title=_("Over the years"),
                heads=(
                    *(_("Year"), _("Events"), _("People"), _("Meetings"), _("between networks")),
                    *(_("within networks"), _("pairs that met"), _("of them for the first time")),
                ),
                rows=tuple(
                    (
                        *(str(one.year), one.events, one.people, one.meetings, one.between),
                        *(one.within, one.pairs, one.new_pairs),
                    )
                    for one in years_of(held)
                ),
            ),
            _fits_sheet(fits_of(held), all_.names, fields),
        ),
    )


def _matrix_sheet(joined: Together, names: Mapping[int, NetworkName]) -> Sheet:
    """One line for each pair, since a bound has to be said of each."""
    labels = labels_of(names)
    present = {one for pair in joined.cells for one in pair if one in labels}
    order = order_of(joined.cells, present)

    def rows() -> Sequence[Sequence[Cell]]:
        found = []
        for place, one in enumerate(order):
            for other in order[place:]:
                pair = pair_of(one, other)
                if pair in joined.cells:
                    bound = _("yes") if pair in joined.bounds else _("no")
                    found.append((labels[one].name, labels[other].name, joined.cells[pair], bound))
        return found

    return Sheet(
        key="meetings",
        title=_("Meetings"),
        heads=(_("One side"), _("Other side"), _("Meetings"), _("At least")),
        rows=rows(),
    )


def _fits_sheet(fits: Sequence[Fit], names: Mapping[int, NetworkName], fields: Mapping[str, str]) -> Sheet:
    return Sheet(
        key="synergies",
        title=_("Synergies"),
        heads=(_("One side"), _("Other side"), _("In common"), _("Fitting pairs"), _("Year"), _("Met")),
        rows=tuple(
            (
                names[one.one].name,
                names[one.other].name,
                ", ".join(fields[code] for code in one.fields if code in fields),
                one.fitting,
                str(one.year),
                _("yes") if one.has_met else _("no"),
            )
            for one in fits
            if one.one in names and one.other in names
        ),
    )


@cached_for_visitors(parameters=("by", "year", "invented", *By))
@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """The published figures of all events together, narrowed as the address says."""
    found = all_published()
    choice = _choice_of(request, found)
    screen = overview_context(found, choice, fields=network_fields())
    return render(request, "statistics/overview.html", {"screen": screen, "choice": choice})


@counted_as_download
@require_safe
def overview_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The figures of all events as a file, narrowed as the address says."""
    if ending not in PUBLIC_ENDINGS:
        raise Http404
    found = all_published()
    document = overview_document(found, _choice_of(request, found), fields=network_fields())
    return open_data_download(file_of(document, ending), ending, "handschlag-statistics")


def _choice_of(request: HttpRequest, found: AllPublished) -> FilterCriteria:
    """What the address asks for; what there is not is not narrowed by."""
    by = request.GET.get("by", "")
    groups = {
        kind: number
        for kind in By
        for number in [number_in(request.GET, kind.value)]
        if number in found.groupings[kind].names
    }
    year = number_in(request.GET, "year")
    return FilterCriteria(
        by=By(by) if by in set(By) else By.NETWORK,
        year=year if any(one.year == year for one in found.held) else 0,
        groups=groups,
        invented="yes" if request.GET.get("invented") == "yes" else "",
    )
