"""Where a network is run that tells no seat: where its management body sits, as far as another one tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from handschlag.directory.rules.published_network import PublishedNetwork

SHORTEST: Final = 4  # characters: a shorter name stands in too many others
FORMS: Final = ("gmbh", "e. v.", " ag", " eg")  # a name with one of these is still the same body


def with_seats_of_managers(networks: Iterable[PublishedNetwork]) -> tuple[PublishedNetwork, ...]:
    """Every network that tells no seat has that of its management body, as an assigned fact."""
    every = tuple(networks)
    seats = _known_seats(every)
    return tuple(_with_seat(one, seats) if not one.place and one.management_body else one for one in every)


def _known_seats(networks: Iterable[PublishedNetwork]) -> Mapping[str, tuple[str, str]]:
    """The place and Land of bodies and networks by their names; one that has several seats has none here."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in networks:
        if one.place:
            for name in {one.management_body, one.name, one.short_name}:
                if len(name) >= SHORTEST:
                    found.setdefault(name.casefold(), set()).add((one.place, one.land))
    return {name: next(iter(seats)) for name, seats in found.items() if len(seats) == 1}


def _with_seat(network: PublishedNetwork, seats: Mapping[str, tuple[str, str]]) -> PublishedNetwork:
    body = network.management_body.casefold()
    fitting = (
        name for name in seats if body == name or (body.startswith(f"{name} ") and body.endswith(FORMS))
    )
    longest = max(fitting, key=len, default="")
    source = next((one for one in network.origins if one.fact == "management_body"), None)
    if not longest or source is None:
        return network
    place, land = seats[longest]
    if land and network.land not in {"", land}:  # an office of its own, in another Land
        return network
    new = {"place": place, **({"land": land} if land and not network.land else {})}
    origins = tuple(replace(source, fact=fact, is_assigned=True) for fact in new)
    return replace(network, origins=network.origins + origins, **new)  # type: ignore[arg-type]  # both are texts
