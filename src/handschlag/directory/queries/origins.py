"""Where a place lies that somebody types, in any spelling; of several of one name, the largest."""

from __future__ import annotations

from functools import lru_cache

from handschlag.directory.models import Place
from handschlag.directory.rules.analysis import fold
from handschlag.directory.rules.search_result import DistanceOrigin


def origin(typed: str) -> DistanceOrigin | None:
    """The place with this name, or the largest whose name begins like it (Frankfurt: am Main)."""
    wanted = _folded(typed)
    if not wanted:
        return None
    places = _by_name(Place.objects.count())
    key = places.get(wanted) or places.get(f"{wanted} *")
    place = Place.objects.filter(pk=key).first() if key else None
    if place is None:
        return None
    return DistanceOrigin(
        name=place.name, land=place.land_id, latitude=place.latitude, longitude=place.longitude
    )


def _folded(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())


@lru_cache(maxsize=1)
def _by_name(count: int) -> dict[str, int]:
    """Places by their folded names; the larger one wins."""
    del count  # a new number of places makes a new dictionary
    found: dict[str, int] = {}
    for key, name in Place.objects.order_by("population", "-pk").values_list("pk", "name"):
        plain = _folded(name)
        found[plain] = key
        first, _, rest = plain.partition(" ")
        if rest:
            found[f"{first} *"] = key
    return found
