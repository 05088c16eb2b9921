"""Who and what is not available for a while: the floor of the day hangs its answer here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handschlag.matching.rules.absences import Absence

Source = Callable[[int], Iterable[Absence]]
_sources: list[Source] = []


def register_absences(source: Source) -> None:
    """Once, while the platform starts. Whoever's answer changes gives the service a new structure."""
    _sources.append(source)


def absences_of(service_id: int) -> tuple[Absence, ...]:
    return tuple(one for source in _sources for one in source(service_id))
