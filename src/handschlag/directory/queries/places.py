"""Where a place lies: coordinates by name, and the district of a town that is one."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.directory.models import District, Place

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
