"""Dots of the map: places that would touch on paper become one dot with their sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, hypot, log2

SHARE_OF_LARGEST = 8
CROWD = 120  # more places than that cannot all have dots with names


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSeat:
    """A place on the Earth, in degrees, and how many entries have their seat there.

    `city` is the large city that it is, or lies at; empty far from all of them.
    """

    key: str
    name: str
    land: str
    latitude: float
    longitude: float
    count: int
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place on the sheet, and how many entries have their seat there."""

    key: str
    name: str
    land: str
    x: float
    y: float
    count: int
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large dots are, in units of the sheet. `reach` is what a finger or a pointer needs.

    A count grows by `step` with each doubling, up to `largest_count`.
    """

    dot: float
    smallest_count: float
    step: float
    largest_count: float
    reach: float
    gap: float

    def fitted(self, *, entries: int, places: int) -> Scale:
        """The same for so many entries at so many places.

        Steps become so small that only about an eighth of all entries would make the largest dot, and
        dots keep a distance where there are many, so that names have room.
        """
        doublings = max(1.0, log2(max(1, entries // SHARE_OF_LARGEST)) - 1)
        step = min(self.step, (self.largest_count - self.smallest_count) / doublings)
        return replace(self, step=step, gap=self.reach if places > CROWD else self.gap)

    def radius(self, count: int) -> float:
        """A single entry is a dot with nothing in it; a count grows with each doubling."""
        if count == 1:
            return self.dot
        return min(self.largest_count, self.smallest_count + self.step * (log2(count) - 1))

    def room(self, count: int) -> float:
        """The radius that belongs to a dot alone."""
        return max(self.radius(count), self.reach)

    @property
    def widest(self) -> float:
        """No two dots whose centres are farther apart than this can touch."""
        return 2 * max(self.largest_count, self.reach) + self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDot:
    """One dot: it stands where most of its entries are, and carries the name of that place.

    One for several places carries the name of the large city that most of them lie at, if there is one.
    """

    key: str
    name: str
    land: str
    x: float
    y: float
    count: int
    sites: tuple[Site, ...]

    @property
    def is_merged(self) -> bool:
        return len(self.sites) > 1


def merge(sites: Iterable[Site], scale: Scale) -> tuple[MapDot, ...]:
    """The fewest changes: a dot that would touch a larger one goes into it, until no two touch.

    The order of `sites` does not matter; no entry is lost.
    """
    marks = sorted(_heaps(sites, side=scale.reach), key=_rank)
    while True:
        merged = _pass(marks, scale)
        if len(merged) == len(marks):
            return tuple(merged)
        marks = sorted(merged, key=_rank)


def _heaps(sites: Iterable[Site], side: float) -> list[MapDot]:
    """Whatever lies in one square of this side is one dot at once: its dots would touch in any case.

    The diagonal of the square is shorter than two reaches. It spares most of the comparing.
    """
    squares: dict[tuple[int, int], list[Site]] = defaultdict(list)
    for site in sites:
        squares[ceil(site.x / side), ceil(site.y / side)].append(site)
    return [_joined(heap) for heap in squares.values()]


def _mark_of(site: Site) -> MapDot:
    return MapDot(
        key=site.key,
        name=site.name,
        land=site.land,
        x=site.x,
        y=site.y,
        count=site.count,
        sites=(site,),
    )


def _rank(mark: MapDot) -> tuple[int, str, float, float]:
    return -mark.count, mark.key, mark.x, mark.y


class _Grid:
    """Squares as wide as the widest touch: whatever touches a dot lies in nine of them."""

    def __init__(self, side: float) -> None:
        self.side = side
        self.squares: dict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, number: int, mark: MapDot) -> None:
        self.squares[ceil(mark.x / self.side), ceil(mark.y / self.side)].append(number)

    def near(self, mark: MapDot) -> Iterator[int]:
        column, row = ceil(mark.x / self.side), ceil(mark.y / self.side)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                yield from self.squares.get((column + dx, row + dy), ())


def _pass(marks: Sequence[MapDot], scale: Scale) -> list[MapDot]:
    """Every dot, largest first, either stays or goes into the nearest one that it touches.

    What takes others in may move to the largest place in it, so the next pass looks again.
    """
    grid, kept = _Grid(scale.widest), list[MapDot]()
    counts, absorbed = list[int](), list[list[Site]]()
    for mark in marks:
        room = scale.room(mark.count) + scale.gap
        near = [
            (far, number)
            for number in grid.near(mark)
            if (far := hypot(kept[number].x - mark.x, kept[number].y - mark.y))
            < room + scale.room(counts[number])
        ]
        if near:
            number = min(near)[1]
            counts[number] += mark.count
            absorbed[number].extend(mark.sites)
            continue
        grid.add(len(kept), mark)
        kept.append(mark)
        counts.append(mark.count)
        absorbed.append(list(mark.sites))
    return [_joined(sites) for sites in absorbed]


def _joined(sites: Sequence[Site]) -> MapDot:
    """One dot for several places, where the largest of them is."""
    ordered = tuple(sorted(sites, key=lambda site: (-site.count, site.key, site.x, site.y)))
    city = next((site.city for site in ordered if site.city), "") if len(ordered) > 1 else ""
    mark = _mark_of(ordered[0])
    count = sum(site.count for site in ordered)
    return replace(mark, name=city or mark.name, count=count, sites=ordered)


def alone(sites: Iterable[Site], key: str) -> MapDot | None:
    """The dot of one place, without those around it."""
    return next((_mark_of(site) for site in sites if site.key == key), None)


def found(marks: Iterable[MapDot], key: str) -> MapDot | None:
    """The dot that holds a place."""
    return next((mark for mark in marks if any(site.key == key for site in mark.sites)), None)
