"""Places as they are suggested to somebody who types."""

from __future__ import annotations

from handschlag.directory.queries.gazetteer import GazetteerPlace
from handschlag.directory.queries.names import land_names


def place_options(found: tuple[GazetteerPlace, ...]) -> tuple[str, ...]:
    """As they may be typed: `Neustadt (Sachsen)`."""
    names = land_names()
    return tuple(one.label(names) for one in found)
