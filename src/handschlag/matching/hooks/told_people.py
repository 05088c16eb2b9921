"""Whose day has changed: the same people who get a letter about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPeople:
    """They are told in the transaction that is open."""

    service_id: int
    registrations: tuple[int, ...]
    at: datetime


# A plugin writes within the same transaction, or not at all.
told_people: Final = Hook[Callable[[ToldPeople], None]]("matching.told_people")


def hand_on(*, service_id: int, registrations: Iterable[int], at: datetime) -> None:
    """Every plugin hears of these people; nobody where nobody is told."""
    people = ToldPeople(service_id=service_id, registrations=tuple(registrations), at=at)
    if people.registrations:
        for plugin in told_people:
            plugin(people)
