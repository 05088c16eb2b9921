"""Questions of the map: how many in which Land, how many at which place, and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.text import slugify

from handschlag.directory.models import Actor, District, Land, Network
from handschlag.directory.queries.finding import find_actors, find_networks
from handschlag.directory.queries.public import public_actors, public_networks
from handschlag.directory.rules.chart import Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.found import Found
from handschlag.directory.rules.marks import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class LandFigure:
    """A Land with the people who live there, and how many entries have their seat in it."""

    code: str
    slug: str
    name_de: str
    name_en: str
    people: int
    count: int

    @property
    def for_each_million(self) -> float | None:
        """Entries for each million people; None where the population is not known."""
        return self.count * 1_000_000 / self.people if self.people else None


Rows = QuerySet[Network] | QuerySet[Actor]


def rows_of(subject: Subject, ids: Sequence[int] | None = None) -> Rows:
    """All public networks or actors, or those of them that a search has found."""
    rows: Rows = public_networks() if subject is Subject.NETWORKS else public_actors()
    return rows if ids is None else rows.filter(pk__in=ids)


def found_by(criteria: Criteria, subject: Subject, *, today: date) -> tuple[Found, Rows]:
    """What the map shows; all there is where nothing is asked for."""
    find = find_networks if subject is Subject.NETWORKS else find_actors
    found = find(criteria, today=today)
    return found, rows_of(subject, None if criteria.is_empty else found.ids)


def land_figures(rows: Rows) -> tuple[LandFigure, ...]:
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


def seats(rows: Rows) -> tuple[Seat, ...]:
    """The places where `rows` have their seat, largest first; the same place counts once."""
    groups = (
        rows.filter(latitude__isnull=False, longitude__isnull=False)
        .order_by()
        .values_list("place", "land", "latitude", "longitude")
        .annotate(number=Count("pk"))
        .order_by("-number", "place", "latitude")
    )
    found: dict[str, Seat] = {}
    for place, land, latitude, longitude, number in groups:
        key = seat_key(place, land, latitude, longitude)
        known = found.get(key)
        found[key] = Seat(
            key=key,
            name=place,
            land=land or "",
            latitude=known.latitude if known else latitude,
            longitude=known.longitude if known else longitude,
            count=number + (known.count if known else 0),
        )
    return tuple(found.values())


def seat_key(place: str, land: str | None, latitude: float, longitude: float) -> str:
    """How an address names a place: its Land and its name, or where it lies when it has no name."""
    name = slugify(place) or f"{latitude:.2f}_{longitude:.2f}".replace(".", "-")
    return f"{(land or 'de').lower()}-{name}"


def without_coordinates(rows: Rows) -> Rows:
    """What cannot stand on the map: no coordinates, or some that lie off the sheet."""
    return rows.filter(Q(latitude__isnull=True) | Q(longitude__isnull=True))


def ids_at(rows: Rows, keys: frozenset[str], lands: frozenset[str]) -> list[int]:
    """Who has a seat at one of the places, by name; `lands` are the codes of those places."""
    inside = Q(land__in=lands - {""}) | (Q(land__isnull=True) if "" in lands else Q(pk__in=[]))
    seats = rows.filter(inside).order_by("name", "pk")
    found = seats.values_list("pk", "place", "land", "latitude", "longitude")
    return [
        pk
        for pk, place, land, latitude, longitude in found
        if latitude is not None
        and longitude is not None
        and seat_key(place, land, latitude, longitude) in keys
    ]


def ids_in(rows: Rows, land: str) -> list[int]:
    """Who has a seat in a Land, by name."""
    return list(rows.filter(land=land).order_by("name", "pk").values_list("pk", flat=True))


def entries(subject: Subject, ids: Sequence[int]) -> list[Network | Actor]:
    """Networks or actors in the order of `ids`, with their fields."""
    rows: Rows = rows_of(subject, ids)
    found = {row.pk: row for row in rows.prefetch_related("fields")}
    return [found[pk] for pk in ids if pk in found]
