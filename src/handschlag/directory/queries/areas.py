"""The names of all places that the platform knows; each process keeps them."""

from __future__ import annotations

from functools import lru_cache

from handschlag.common.files.prepared import prepared
from handschlag.directory.models import Place
from handschlag.directory.queries.analyser import CODE
from handschlag.directory.rules.gazetteer import Gazetteer, Town


@lru_cache(maxsize=2)
def gazetteer(stamp: str) -> Gazetteer:
    """Places of the database, regions and postcodes; `stamp` is another one after each bulk load."""
    del stamp
    rows = list(Place.objects.order_by("pk").values_list("name", "latitude", "longitude", "population"))
    return prepared("places", rows, lambda: Gazetteer.of(Town(*row) for row in rows), code=CODE)
