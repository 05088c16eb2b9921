"""Published figures of several events together.

Everything here is computed from what is public already, so it tells nothing more: a hidden cell counts as one
meeting, which it holds at least, and the number is then a bound from below.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handschlag.statistics.rules.mixing import NOBODY, Pair, pair_of
from handschlag.statistics.rules.published import Content, Synergy

type Groups = Mapping[int, tuple[int, ...]]  # of each network: itself, its programmes, fields or Länder


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """One event with its year and published figures."""

    event: int
    year: int
    content: Content
    is_invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Meetings by pairs of groups: at least so many; exact where the pair is not among the `bounds`."""

    cells: Mapping[Pair, int]
    bounds: frozenset[Pair]

    def row(self, group: int) -> tuple[int, bool]:
        total = sum(number for pair, number in self.cells.items() if group in pair)
        return total, not any(group in pair for pair in self.bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Meetings that are told; those between and within networks, at least; pairs, and those new this year."""

    year: int
    events: int
    people: int
    meetings: int
    between: int
    within: int
    pairs: int
    new_pairs: int


def together(
    held: Iterable[PublishedYear], groups: Groups, *, within: frozenset[int] | None = None
) -> Together:
    """Of all events, by groups; with `within` only meetings in which one of these networks took part."""
    cells: Counter[Pair] = Counter()
    bounds: set[Pair] = set()
    for one in held:
        for pair, number in _met(one.content):
            if within is not None and not within.intersection(pair):
                continue
            places = {
                pair_of(some, other)
                for some in groups.get(pair[0], (NOBODY,))
                for other in groups.get(pair[1], (NOBODY,))
            }
            for place in places:
                cells[place] += number
            if pair in one.content.shown.hidden:
                bounds |= places
    return Together(cells=dict(cells), bounds=frozenset(bounds))


def _met(content: Content) -> Iterable[tuple[Pair, int]]:
    """Each cell with the meetings that it holds at least."""
    yield from content.shown.cells.items()
    for pair in content.shown.hidden:
        yield pair, 1


def years_of(held: Iterable[PublishedYear]) -> tuple[Year, ...]:
    """The latest first."""
    by_year: dict[int, list[Content]] = defaultdict(list)
    for one in held:
        by_year[one.year].append(one.content)
    known: set[Pair] = set()
    found = []
    for year in sorted(by_year):
        contents = by_year[year]
        between = {pair for content in contents for pair, _number in _met(content) if _is_between(pair)}
        found.append(
            Year(
                year=year,
                events=len(contents),
                people=sum(content.people or 0 for content in contents),
                meetings=sum(content.meetings or 0 for content in contents),
                between=_count(contents, is_own=False),
                within=_count(contents, is_own=True),
                pairs=len(between),
                new_pairs=len(between - known),
            )
        )
        known |= between
    return tuple(reversed(found))


def _is_between(pair: Pair) -> bool:
    return pair[0] != pair[1] and min(pair) > NOBODY


def _count(contents: Iterable[Content], *, is_own: bool) -> int:
    return sum(
        number
        for content in contents
        for pair, number in _met(content)
        if min(pair) > NOBODY and (pair[0] == pair[1]) is is_own
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Two networks that fit: in how many events, with how many pairs of people in the one with most."""

    one: int
    other: int
    fitting: int
    year: int
    fields: tuple[str, ...]
    has_met: bool


def fits_of(held: Sequence[PublishedYear]) -> tuple[Fit, ...]:
    """Synergies of all events, the most fitting first; met is met at any event."""
    ever = {pair for one in held for pair, _number in _met(one.content)}
    best: dict[Pair, tuple[Synergy, int]] = {}
    for one in held:
        for synergy in one.content.synergies:
            pair = (synergy.one, synergy.other)
            if pair not in best or best[pair][0].fitting < synergy.fitting:
                best[pair] = (synergy, one.year)
    found = [
        Fit(
            one=pair[0],
            other=pair[1],
            fitting=synergy.fitting,
            year=year,
            fields=synergy.fields,
            has_met=pair in ever,
        )
        for pair, (synergy, year) in best.items()
    ]
    return tuple(sorted(found, key=lambda fit: (-fit.fitting, fit.one, fit.other)))
