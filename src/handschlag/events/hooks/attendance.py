"""Who comes to an event: higher floors know, and hang a doorkeeper here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody who comes, or asked to; `url` is their own page, `feed_url` their calendar, whole."""

    url: str
    feed_url: str


class _Doorkeeper(Protocol):
    """Knows the accounts of people who come."""

    def guest(self, event_id: int, user_id: int) -> Attendance | None:
        """What this person has of the event, or nothing."""


_doorkeepers: list[_Doorkeeper] = []


def register(doorkeeper: _Doorkeeper) -> None:
    """Once, while the platform starts."""
    _doorkeepers.append(doorkeeper)


def attendance_of(event_id: int, user_id: int | None) -> Attendance | None:
    """The first answer that there is; nobody for visitors."""
    if user_id is None:
        return None
    answers = (one.guest(event_id, user_id) for one in _doorkeepers)
    return next((one for one in answers if one is not None), None)
