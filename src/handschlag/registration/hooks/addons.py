"""What else an event offers to somebody who registered: higher floors hang it here, with what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonCard:
    """A part of the event with pages of its own for this person."""

    title: str
    text: str
    label: str
    url: str


class _Neighbour(Protocol):
    """A higher floor that keeps something with a registration; `name` stands in the export.

    `private` names the parts of its export that only the person may read.
    """

    name: str
    private: frozenset[str]

    def offer(self, registration: Registration, token: str) -> AddonCard | None:
        """What the person can do there now, in the language of the page."""

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        """Everything that is kept, as plain values."""

    def erase(self, registration: Registration, now: datetime) -> None:
        """Everything about the person goes; the registration still says who it was; its event is locked."""

    def erase_event(self, event_id: int) -> None:
        """All people of the event go next, one by one: first what only makes sense with them."""


_neighbours: list[_Neighbour] = []


def register(neighbour: _Neighbour) -> None:
    """Once, while the platform starts."""
    _neighbours.append(neighbour)


def addon_cards(registration: Registration, token: str) -> tuple[AddonCard, ...]:
    found = (one.offer(registration, token) for one in _neighbours)
    return tuple(one for one in found if one is not None)


def export(registration: Registration) -> Mapping[str, Any]:
    """Everything, for the person alone."""
    found = {one.name: one.export(registration) for one in _neighbours}
    return {name: kept for name, kept in found.items() if kept is not None}


def hand_out(registration: Registration) -> Mapping[str, Any]:
    """What others may hand to the person: without what only the person may read, not even its number."""
    private = {one.name: one.private for one in _neighbours}
    return {
        name: {key: value for key, value in kept.items() if key not in private[name]}
        for name, kept in export(registration).items()
    }


def erase(registration: Registration, now: datetime) -> None:
    for one in _neighbours:
        one.erase(registration, now)


def erase_event(event_id: int) -> None:
    """Before all people of an event are erased."""
    for one in _neighbours:
        one.erase_event(event_id)
