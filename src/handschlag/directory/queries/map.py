"""Questions of the map: how many in which Land, how many at which place, and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.text import slugify

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Actor, District, Land, Network, Place
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.finding import find_actors, find_networks
from handschlag.directory.queries.public import networks_of_today, public_actors, public_networks
from handschlag.directory.rules.chart import Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.distances import kilometres
from handschlag.directory.rules.map_dots import MapSeat
from handschlag.directory.rules.search_result import SearchResult
from handschlag.directory.rules.snapshot import Version

REMEMBERED = 48  # answers, for one process
DIGITS = 4  # of a degree: ten metres, finer than any source
LARGE_CITY, NEAR = 100_000, 25.0  # people; kilometres around it
type Point = tuple[float, float, int, str, str, str]
type _City = tuple[str, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LandFigure:
    """A Land with the people who live there, and how many entries have their seat in it."""

    code: str
    slug: str
    name_de: str
    name_en: str
    people: int
    count: int
    name = InBothLanguages()

    @property
    def for_each_million(self) -> float | None:
        """Entries for each million people; None where the population is not known."""
        return self.count * 1_000_000 / self.people if self.people else None


Rows = QuerySet[Network] | QuerySet[Actor]


def _rows_of(subject: Subject, ids: Sequence[int] | None = None, *, is_invented: bool = False) -> Rows:
    """All real networks or actors that totals count, or all invented ones; or those that a search found."""
    if ids is not None:
        return _public(subject).filter(is_demo=is_invented, pk__in=ids)
    rows = networks_of_today() if subject is Subject.NETWORKS else public_actors()
    return rows.filter(is_demo=is_invented)


def _public(subject: Subject) -> Rows:
    return public_networks() if subject is Subject.NETWORKS else public_actors()


def rows_for(criteria: Criteria, subject: Subject, *, today: date) -> Rows:
    """The entries that the map of some criteria shows."""
    found = _search(criteria, subject, today=today)
    is_invented = _shows_inventions(criteria, found)
    return _rows_of(subject, None if criteria.is_empty else found.ids, is_invented=is_invented)


def _search(criteria: Criteria, subject: Subject, *, today: date) -> SearchResult:
    """What is there for these criteria, inventions among them, which the map may leave out."""
    find = find_networks if subject is Subject.NETWORKS else find_actors
    return find(replace(criteria, invented=""), today=today)


def _shows_inventions(criteria: Criteria, found: SearchResult) -> bool:
    """A map states something of Germany: real and invented entries are never on it together.

    It is of inventions if somebody asks for them, or where nothing else is there.
    """
    return found.invented > 0 and (criteria.invented == "yes" or not found.tally.real)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapData:
    """What the map of some criteria shows; `everywhere` is the same without any criteria.

    Compared by identity, so that what follows from it can be kept beside it.
    """

    found: SearchResult
    total: int
    is_invented: bool  # it is a map of inventions
    figures: tuple[LandFigure, ...]
    everywhere: tuple[LandFigure, ...]
    seats: tuple[MapSeat, ...]


def map_data(criteria: Criteria, subject: Subject, *, today: date) -> MapData:
    """Asked once for each state of the search index: whatever is public and changes, changes that too."""
    return _gathered(snapshots.latest(), criteria, subject, today)


@lru_cache(maxsize=REMEMBERED)
def _gathered(version: Version, criteria: Criteria, subject: Subject, today: date) -> MapData:
    del version  # it is part of the key: another state is another answer
    found = _search(criteria, subject, today=today)
    is_invented = _shows_inventions(criteria, found)
    rows = _rows_of(subject, None if criteria.is_empty else found.ids, is_invented=is_invented)
    figures = _land_figures(rows)
    return MapData(
        found=replace(found, ids=()),
        total=found.tally.invented if is_invented else found.tally.real,
        is_invented=is_invented,
        figures=figures,
        everywhere=figures
        if criteria.is_empty
        else _land_figures(_rows_of(subject, is_invented=is_invented)),
        seats=_seats(rows),
    )


def _land_figures(rows: Rows) -> tuple[LandFigure, ...]:
    """All sixteen Länder, with how many of `rows` have their seat there."""
    counts = dict(rows.order_by().values_list("land").annotate(number=Count("pk")))
    people = dict(District.objects.order_by().values_list("land").annotate(number=Sum("population")))
    return tuple(
        LandFigure(
            code=land.code,
            slug=land.slug,
            name_de=land.name_de,
            name_en=land.name_en,
            people=people.get(land.code, 0),
            count=counts.get(land.code, 0),
        )
        for land in Land.objects.all()
    )


def _seats(rows: Rows) -> tuple[MapSeat, ...]:
    """The places where `rows` have their seat, largest first; the same place counts once."""
    groups = (
        rows.filter(latitude__isnull=False, longitude__isnull=False)
        .order_by()
        .values_list("place", "land", "latitude", "longitude")
        .annotate(number=Count("pk"))
        .order_by("-number", "place", "latitude")
    )
    found: dict[str, MapSeat] = {}
    cities = _cities()
    for place, land, latitude, longitude, number in groups:
        key = seat_key(place, land, latitude, longitude)
        known = found.get(key)
        found[key] = MapSeat(
            key=key,
            name=place,
            land=land or "",
            latitude=known.latitude if known else latitude,
            longitude=known.longitude if known else longitude,
            count=number + (known.count if known else 0),
            city=known.city if known else _city_at(latitude, longitude, cities),
        )
    return tuple(found.values())


def _cities() -> list[_City]:
    """Large cities, the largest first."""
    rows = Place.objects.filter(population__gte=LARGE_CITY).order_by("-population", "pk")
    return list(rows.values_list("name", "latitude", "longitude"))


def _city_at(latitude: float, longitude: float, cities: Sequence[_City]) -> str:
    """The large city that is here, else the largest that is near; empty for none."""
    here, near = (latitude, longitude), ""
    for name, north, east in cities:
        if abs(north - latitude) > NEAR / 111:  # kilometres of a degree: spares most of the computing
            continue
        far = kilometres(here, (north, east))
        if far < 1.0:
            return name
        near = near or (name if far <= NEAR else "")
    return near


@lru_cache(maxsize=20_000)
def seat_key(place: str, land: str | None, latitude: float, longitude: float) -> str:
    """How an address names a place: its Land and its name, or where it lies when it has no name."""
    name = slugify(place) or f"{latitude:.2f}_{longitude:.2f}".replace(".", "-")
    return f"{(land or 'de').lower()}-{name}"


def points(criteria: Criteria, subject: Subject, *, today: date) -> dict[str, list[Point]]:
    """For the interactive map: where every place is, its number, key, name and city, the largest first."""
    return {
        "places": [
            (
                *(round(seat.longitude, DIGITS), round(seat.latitude, DIGITS), seat.count),
                *(seat.key, seat.name, seat.city),
            )
            for seat in map_data(criteria, subject, today=today).seats
        ]
    }


def ids_without_coordinates(rows: Rows) -> list[int]:
    """What can have no dot, by name."""
    nowhere = rows.filter(Q(latitude__isnull=True) | Q(longitude__isnull=True))
    return list(nowhere.order_by("name", "pk").values_list("pk", flat=True))


def ids_at(rows: Rows, keys: frozenset[str], *, lands: frozenset[str] | None = None) -> list[int]:
    """Who has a seat at one of the places, by name; `lands` are the codes of those places, if known."""
    if lands is not None:
        abroad = Q(land__isnull=True) if "" in lands else Q()
        rows = rows.filter(Q(land__in=lands - {""}) | abroad)
    found = rows.order_by("name", "pk").values_list("pk", "place", "land", "latitude", "longitude")
    return [
        pk
        for pk, place, land, latitude, longitude in found
        if latitude is not None
        and longitude is not None
        and seat_key(place, land, latitude, longitude) in keys
    ]


def ids_in(rows: Rows, land: str, *, most: int) -> list[int]:
    """The first who have a seat in a Land, by name."""
    return list(rows.filter(land=land).order_by("name", "pk").values_list("pk", flat=True)[:most])


def entries(subject: Subject, ids: Sequence[int]) -> list[Network | Actor]:
    """Networks or actors in the order of `ids`, with their fields."""
    found = {row.pk: row for row in _public(subject).filter(pk__in=ids).prefetch_related("fields")}
    return [found[pk] for pk in ids if pk in found]
