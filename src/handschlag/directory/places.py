"""Regions and places: where a place lies, and those that begin like what somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rapidfuzz import fuzz, process

from handschlag.common.names import folded_name
from handschlag.directory.contents import GeoPoint
from handschlag.directory.criteria import clean
from handschlag.directory.entries import land_names
from handschlag.directory.models import District, Land, Place

TOWNS_OF_THEIR_OWN = ("Kreisfreie Stadt", "Stadtkreis")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Coordinates in degrees (WGS 84), and the district where it is known."""

    latitude: float
    longitude: float
    district: str | None


class Gazetteer:
    """All places in memory, for loaders that ask thousands of times."""

    def __init__(self) -> None:
        self.districts = self.districts_of_towns()
        self.places: dict[tuple[str, str], Place] = {}
        for place in Place.objects.order_by("population"):
            self.places[place.name, place.land_id] = place  # of two of one name the larger one counts
        self.laender = dict(self.places.keys())

    @staticmethod
    def districts_of_towns() -> dict[tuple[str, str], str]:
        """The district of each town that is one, by name and Land."""
        return {
            (district.name.split(",")[0], district.land_id): district.nuts3
            for district in District.objects.filter(kind__in=TOWNS_OF_THEIR_OWN)
        }

    def land_of(self, name: str) -> str:
        """The Land of the largest place of that name; empty for none."""
        return next(filter(None, map(self.laender.get, _spellings(name))), "")

    def find(self, name: str, land: str) -> _Spot | None:
        """The place of that name in a Land, or none."""
        place = next(filter(None, (self.places.get((one, land)) for one in _spellings(name))), None)
        if place is None:
            return None
        return _Spot(
            latitude=place.latitude,
            longitude=place.longitude,
            district=self.districts.get((name, land)),
        )


def _spellings(name: str) -> tuple[str, ...]:
    """A town as the table may have it: Offenbach for Offenbach am Main, Hansestadt Stade for Stade.

    >>> _spellings("Mülheim an der Ruhr")[1]
    'Mülheim'
    """
    short = name.partition(" am ")[0].partition(" an der ")[0].partition("/")[0]
    return name, short, f"Hansestadt {name}", f"Universitäts- und Hansestadt {name}"


MOST_SUGGESTED = 8
LIKE_ENOUGH = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """A place of the list."""

    pk: int
    name: str
    land: str
    population: int

    def label(self, names: Mapping[str, str]) -> str:
        """As it is shown and may be typed: `Neustadt (Sachsen)`."""
        return f"{self.name} ({names.get(self.land, self.land)})"


def _split(text: str) -> tuple[str, str]:
    """`Neustadt (Sachsen)` is a name and a Land."""
    name, _, rest = text.partition(" (")
    return name.strip(), rest.rstrip(")").strip()


def find_places(text: str) -> tuple[GazetteerPlace, ...]:
    """The places of exactly this name, however its umlauts are written; the largest first."""
    name, land = _split(text)
    wanted = folded_name(name)
    if not wanted:
        return ()
    alike = [one for one in _beginning_with(name) if folded_name(one.name) == wanted]
    if not land:
        return tuple(alike)
    in_land = [
        one
        for one in alike
        if folded_name(land) in {folded_name(one.land), *_lands().get(one.land, frozenset())}
    ]
    return tuple(in_land or alike)


def _lands() -> dict[str, frozenset[str]]:
    return {
        land.pk: frozenset({folded_name(land.name_de), folded_name(land.name_en)})
        for land in Land.objects.all()
    }


UMLAUTS = {"a": "Ä", "o": "Ö", "u": "Ü"}


def _beginning_with(text: str) -> list[GazetteerPlace]:
    """Places that begin with the same two letters, umlauts written either way; the largest first."""
    start = folded_name(text)[:2]
    first = start[:1]
    begins = Q(name__istartswith=first)
    if first in UMLAUTS:
        begins |= Q(name__startswith=UMLAUTS[first])
    rows = Place.objects.filter(begins).order_by("-population", "name")
    return [
        GazetteerPlace(pk=pk, name=name, land=land, population=population)
        for pk, name, land, population in rows.values_list("pk", "name", "land_id", "population")
        if folded_name(name).startswith(start)
    ]


def suggest_places(text: str) -> tuple[GazetteerPlace, ...]:
    """Places that may be meant: first those that begin so, then those that are spelt alike."""
    name, _ = _split(text)
    wanted = folded_name(name)
    if len(wanted) < 2:
        return ()
    candidates = _beginning_with(name)
    begin = [one for one in candidates if folded_name(one.name).startswith(wanted)]
    if len(begin) < MOST_SUGGESTED:
        alike = process.extract(
            wanted,
            {index: folded_name(one.name) for index, one in enumerate(candidates)},
            scorer=fuzz.ratio,
            score_cutoff=LIKE_ENOUGH,
            limit=MOST_SUGGESTED,
        )
        begin += [candidates[index] for _, _, index in alike if candidates[index] not in begin]
    return tuple(begin[:MOST_SUGGESTED])


def spot_at(pk: int) -> GeoPoint:
    """The place with its coordinates, and its district where it is a town of its own."""
    place = Place.objects.get(pk=pk)
    districts = District.objects.filter(land_id=place.land_id, kind__in=TOWNS_OF_THEIR_OWN)
    own = next((one.pk for one in districts if one.name.split(",")[0] == place.name), "")
    return GeoPoint(
        place=place.name,
        land=place.land_id,
        district=own,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def place_options(found: tuple[GazetteerPlace, ...]) -> tuple[str, ...]:
    """As they may be typed: `Neustadt (Sachsen)`."""
    names = land_names()
    return tuple(one.label(names) for one in found)


@require_safe
def places_page(request: HttpRequest) -> HttpResponse:
    """Places are public: whoever enters one sees the same list."""
    options = place_options(suggest_places(clean(request.GET.get("place", ""))[:100]))
    return render(request, "directory/editing/parts/options.html", {"options": options})
