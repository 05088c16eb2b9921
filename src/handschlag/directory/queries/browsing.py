"""One page of the list of networks or of actors: what was found, its rows, and ways out of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Actor, Network, Participation, Project
from handschlag.directory.queries import counting, finding, listing, snapshots
from handschlag.directory.queries.choices import Names, names_of_choices
from handschlag.directory.queries.projects import parts_in, public_projects
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.loosening import Loosening, loosenings
from handschlag.directory.rules.search_result import SearchResult

PER_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage[Entry]:
    """The entries from `number` on of those found; `all` is how many there are without any filter."""

    criteria: Criteria
    found: SearchResult
    names: Names
    entries: Sequence[Entry]
    number: int
    count: int
    all: Tally
    ways_out: Sequence[tuple[Loosening, Tally]]  # with what each would show; only where nothing was found
    left_out: int  # invented entries that alone were found, where only real ones are wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSelection:
    """All that was found, for a file."""

    criteria: Criteria
    ids: Sequence[int]
    tally: Tally
    names: Names

    @property
    def total(self) -> int:
        """Lines of the file."""
        return self.tally.every


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage(ListPage[Network]):
    organisations: Mapping[int, int]  # per network: distinct public actors of today


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage(ListPage[Project]):
    parts: Mapping[int, Sequence[Participation]]  # per project: those of public actors, who leads it first


def page_of_networks(criteria: Criteria, *, number: int, today: date) -> NetworkPage:
    """The networks that fit, `PER_PAGE` to a page, with ways out where nothing fits."""
    found = finding.find_networks(criteria, today=today)
    number, ids = cut(found.ids, number)
    return NetworkPage(
        criteria=_as_answered(criteria, found),
        found=found,
        names=names_of_choices(criteria),
        entries=listing.networks_in_order(ids),
        organisations=counting.organisations_per_network(ids, today=today),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "network"),
        ways_out=_ways_out(finding.find_networks, criteria, found, today),
        left_out=_left_out(finding.find_networks, criteria, found, today),
    )


def page_of_actors(criteria: Criteria, *, number: int, today: date) -> ListPage[Actor]:
    """The actors that fit, `PER_PAGE` to a page, with ways out where nothing fits."""
    found = finding.find_actors(criteria, today=today)
    number, ids = cut(found.ids, number)
    return ListPage(
        criteria=criteria,
        found=found,
        names=names_of_choices(criteria),
        entries=listing.actors_in_order(ids, today=today),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "actor"),
        ways_out=_ways_out(finding.find_actors, criteria, found, today),
        left_out=_left_out(finding.find_actors, criteria, found, today),
    )


def page_of_projects(criteria: Criteria, *, number: int, today: date) -> ProjectPage:
    """The joint projects that fit, `PER_PAGE` to a page, each with the parts of its public actors."""
    found = finding.find_projects(criteria, today=today)
    number, ids = cut(found.ids, number)
    rows = public_projects().in_bulk(list(ids))
    return ProjectPage(
        criteria=criteria,
        found=found,
        names=names_of_choices(criteria),
        entries=[rows[pk] for pk in ids if pk in rows],
        parts=parts_in(ids),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "project"),
        ways_out=_ways_out(finding.find_projects, criteria, found, today),
        left_out=_left_out(finding.find_projects, criteria, found, today),
    )


def choice_of_projects(criteria: Criteria, *, today: date) -> ExportSelection:
    """All joint projects that fit, as ids in their order."""
    found = finding.find_projects(criteria, today=today)
    return ExportSelection(
        criteria=criteria, ids=found.ids, tally=found.tally, names=names_of_choices(criteria)
    )


def choice_of_networks(criteria: Criteria, *, today: date) -> ExportSelection:
    """All public networks that fit, as ids in their order."""
    found = finding.find_networks(criteria, today=today)
    return ExportSelection(
        criteria=_as_answered(criteria, found),
        ids=found.ids,
        tally=found.tally,
        names=names_of_choices(criteria),
    )


def choice_of_actors(criteria: Criteria, *, today: date) -> ExportSelection:
    """All public actors that fit, as ids in their order."""
    found = finding.find_actors(criteria, today=today)
    return ExportSelection(
        criteria=criteria, ids=found.ids, tally=found.tally, names=names_of_choices(criteria)
    )


def _as_answered(criteria: Criteria, found: SearchResult) -> Criteria:
    """Where only networks that are no more fit, the list is one of those."""
    return replace(criteria, ended="yes") if found.is_of_ended else criteria


def pages_of(total: int) -> int:
    """How many pages this number of entries fills: one even for none."""
    return max(1, -(-total // PER_PAGE))


def cut(ids: Sequence[int], number: int) -> tuple[int, Sequence[int]]:
    """The page with this number; a number past the end is the last page."""
    number = min(max(number, 1), pages_of(len(ids)))
    return number, ids[(number - 1) * PER_PAGE : number * PER_PAGE]


def _ways_out(
    find: Callable[..., SearchResult], criteria: Criteria, found: SearchResult, today: date
) -> list[tuple[Loosening, Tally]]:
    """Where nothing was found: what each single filter costs, the one that costs most first."""
    if found.total:
        return []
    return most_first((way, find(way.rest, today=today).tally) for way in loosenings(criteria))


def most_first(ways: Iterable[tuple[Loosening, Tally]]) -> list[tuple[Loosening, Tally]]:
    """Those that lead to something, the one with the most real entries first."""
    return sorted((pair for pair in ways if pair[1].every), key=lambda pair: (-pair[1].real, -pair[1].every))


def _left_out(find: Callable[..., SearchResult], criteria: Criteria, found: SearchResult, today: date) -> int:
    """Where nothing was found because only real entries are wanted: how many invented ones there are."""
    if found.total or criteria.invented != "no":
        return 0
    return find(replace(criteria, invented=""), today=today).invented
