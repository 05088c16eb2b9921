"""The names of all places that the platform knows; each process keeps them."""

from __future__ import annotations

from functools import lru_cache

from handschlag.directory.models import Place
from handschlag.directory.rules.gazetteer import Gazetteer, Town


@lru_cache(maxsize=2)
def gazetteer(stamp: str) -> Gazetteer:
    """Places of the database, regions and postcodes; `stamp` is another one after each bulk load."""
    del stamp
    rows = Place.objects.values_list("name", "latitude", "longitude", "population")
    return Gazetteer.of(Town(*row) for row in rows.iterator())
