"""Places by name, for people who type one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import fuzz, process

from handschlag.common.rules.folding import folded_name
from handschlag.directory.models import District, Land, Place
from handschlag.directory.queries.places import TOWNS_OF_THEIR_OWN
from handschlag.directory.rules.contents import GeoPoint

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
