"""Small maps inside other pages: a network and its relatives, and a Land among the Länder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from handschlag.directory.rules import small_maps
from handschlag.directory.rules.small_maps import Locatable, Spot
from handschlag.directory.screens.map.drawing import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """Something with a name and perhaps a place; without a place it is counted as missing."""

    name: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandMap:
    """One Land, by its code, among the others, and the dots in it."""

    title: str
    code: str
    spots: Sequence[Spot]


def network_map(here: Locatable, related: Sequence[Locatable]) -> dict[str, Any] | None:
    """A network joined with its relatives by lines; None where its own place is not known."""
    origin = small_maps.on_sheet(here)
    if origin is None:
        return None
    spots = small_maps.spots(related, without=origin)
    bows = [small_maps.bow(origin, (spot.x, spot.y)) for spot in spots]
    return {
        "name": here.name,
        "origin": origin,
        "spots": spots,
        "lines": ["M{} {}Q{} {} {} {}".format(*map(text_of, bow)) for bow in bows],
        "names": small_maps.names_of(here.name, origin, spots),
        "description": _described(here.name, spots, len(related)),
        "missing": sum(1 for other in related if small_maps.on_sheet(other) is None),
    }


def land_map(code: str, *, title: str, spots: Iterable[Locatable] = ()) -> LandMap:
    """One Land stands out among the others; a dot for each place in it."""
    return LandMap(title=title, code=code, spots=small_maps.spots(spots))


def _described(here: str, spots: Sequence[Spot], related: int) -> str:
    """The picture in one sentence."""
    if not spots:
        return gettext("A dot marks the location of %(name)s.") % {"name": here}
    names = ", ".join(name for spot in spots for name in spot.names)
    text = ngettext(
        "A line leads from %(name)s to one related network: %(names)s.",
        "Lines lead from %(name)s to related networks: %(names)s.",
        related,
    )
    return text % {"name": here, "names": names}
