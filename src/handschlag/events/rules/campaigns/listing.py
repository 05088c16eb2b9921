"""All public activities of a campaign in memory, and what filters find in them.

Each choice of each filter is one whole number with a bit for every activity: to count what a choice would
leave is an `and` of a few numbers, whatever the size of the campaign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from handschlag.directory.rules.analysis import fold, stem
from handschlag.directory.rules.distances import kilometres
from handschlag.events.rules.campaigns.criteria import LISTS, Criteria, Sort
from handschlag.events.rules.campaigns.times import day_of, days_of, last_day


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActivityRecord:
    """One public activity, as lists, calendars, maps and feeds need it; `values` are those of the filters.

    Compared by identity, so that what follows from it can be kept beside it.
    """

    pk: int
    slug: str
    uid: str
    sequence: int
    is_cancelled: bool
    title_de: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    street: str
    postcode: str
    place: str
    land: str
    land_name_de: str
    land_name_en: str
    latitude: float | None
    longitude: float | None
    is_online: bool
    online_url: str
    language: str
    fee_cents: int
    host: str
    host_slug: str
    summary_de: str
    summary_en: str
    field_names_de: tuple[str, ...]
    field_names_en: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    searched: str  # everything that words are looked for in, folded
    published_at: datetime
    changed_at: datetime
    is_demo: bool

    @property
    def first_day(self) -> date:
        return day_of(self.starts_at)

    @property
    def last_day(self) -> date:
        return last_day(self.starts_at, self.ends_at)

    @property
    def spot(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where they are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def is_placed(self) -> bool:
        return self.spot is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """A choice of a filter with how many activities it would leave."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityResult:
    """What criteria find, in their order; `distances` in kilometres where a place was named and is known."""

    rows: tuple[ActivityRecord, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    distances: Mapping[int, float]
    is_place_known: bool = True

    @property
    def taking_place(self) -> int:
        return sum(not row.is_cancelled for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The public activities by time, with the bits of each choice; `happens` has those that take place."""

    rows: tuple[ActivityRecord, ...]
    masks: Mapping[str, Mapping[str, int]]
    days: Mapping[date, int]
    happens: int

    @classmethod
    def of(cls, rows: Iterable[ActivityRecord]) -> Snapshot:
        ordered = tuple(sorted(rows, key=lambda row: (row.starts_at, row.pk)))
        masks: dict[str, dict[str, int]] = {name: {} for name in LISTS}
        days: dict[date, int] = {}
        happens = 0
        for number, row in enumerate(ordered):
            bit = 1 << number
            happens |= 0 if row.is_cancelled else bit
            for name, values in row.values.items():
                for value in values:
                    masks[name][value] = masks[name].get(value, 0) | bit
            for day in days_of(row.first_day, row.last_day):
                days[day] = days.get(day, 0) | bit
        return cls(rows=ordered, masks=masks, days=days, happens=happens)

    @property
    def everything(self) -> int:
        return (1 << len(self.rows)) - 1

    def found(self, criteria: Criteria, origin: tuple[float, float] | None = None) -> ActivityResult:
        """What the criteria leave; `origin` is the place that they name, where it is known."""
        chosen = {name: self._either(name, criteria) for name in LISTS}
        distances = self._distances(origin)
        base = self._by_text(criteria.text) & self._by_days(criteria)
        if criteria.near:
            base &= bits(number for number, far in distances.items() if far <= criteria.within)
        everything = reduce(lambda left, right: left & right, chosen.values(), base)
        rows = [self.rows[number] for number in numbers(everything)]
        by_pk = {self.rows[number].pk: far for number, far in distances.items()}
        return ActivityResult(
            rows=tuple(_ordered(rows, criteria.sort, by_pk)),
            facets={name: self._facet(name, criteria, chosen, base) for name in LISTS},
            distances=by_pk,
            is_place_known=not criteria.near or origin is not None,
        )

    def on(self, day: date, among: Iterable[ActivityRecord] | None = None) -> int:
        """How many take place on a day."""
        if among is None:
            return (self.days.get(day, 0) & self.happens).bit_count()
        return sum(row.first_day <= day <= row.last_day and not row.is_cancelled for row in among)

    def counts(self, name: str) -> dict[str, int]:
        """For each value of a filter, how many take place."""
        return {value: (mask & self.happens).bit_count() for value, mask in self.masks[name].items()}

    def _either(self, name: str, criteria: Criteria) -> int:
        values = criteria.values(name)
        if not values:
            return self.everything
        return reduce(or_, (self.masks[name].get(value, 0) for value in values), 0)

    def _facet(
        self, name: str, criteria: Criteria, chosen: Mapping[str, int], base: int
    ) -> tuple[FacetCount, ...]:
        """Counts as if nothing else of this filter were chosen: several of one filter mean any of them."""
        others = reduce(
            lambda left, right: left & right, (mask for key, mask in chosen.items() if key != name), base
        )
        wanted = set(criteria.values(name))
        return tuple(
            FacetCount(value=value, count=count, is_chosen=value in wanted)
            for value, mask in self.masks[name].items()
            if (count := (mask & others).bit_count()) or value in wanted
        )

    def _by_text(self, text: str) -> int:
        words = [(fold(word), stem(word)) for word in text.split() if any(sign.isalnum() for sign in word)]
        if not words:
            return self.everything
        return bits(
            number
            for number, row in enumerate(self.rows)
            if all(word in row.searched or stem in row.searched for word, stem in words)
        )

    def _by_days(self, criteria: Criteria) -> int:
        since, until = criteria.since, criteria.until
        if since is None and until is None:
            return self.everything
        days = [
            mask
            for day, mask in self.days.items()
            if (since is None or since <= day) and (until is None or day <= until)
        ]
        return reduce(or_, days, 0)

    def _distances(self, origin: tuple[float, float] | None) -> dict[int, float]:
        if origin is None:
            return {}
        known: dict[tuple[float, float], float] = {}
        found = {}
        for number, row in enumerate(self.rows):
            there = row.spot
            if there is None:
                continue
            if there not in known:
                known[there] = kilometres(origin, there)
            found[number] = known[there]
        return found


def _ordered(
    rows: list[ActivityRecord], sort: Sort, distances: Mapping[int, float]
) -> Sequence[ActivityRecord]:
    """By time, unless something else is asked for; equal ones stay by time."""
    if sort is Sort.DISTANCE and distances:
        return sorted(rows, key=lambda row: distances.get(row.pk, 1e9))
    if sort is Sort.TITLE:
        return sorted(rows, key=lambda row: fold(row.title_de))
    if sort is Sort.NEWEST:
        return sorted(rows, key=lambda row: row.published_at, reverse=True)
    return rows


def bits(places: Iterable[int]) -> int:
    """One number with these bits, made by bytes: 2,000 shifts of a long number would cost more."""
    marks = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(marks):
            marks.extend(bytes(byte + 1 - len(marks)))
        marks[byte] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def numbers(mask: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest.

    >>> list(numbers(0b1010))
    [1, 3]
    """
    for byte, value in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        for offset in range(8):
            if value >> offset & 1:
                yield (byte << 3) + offset
