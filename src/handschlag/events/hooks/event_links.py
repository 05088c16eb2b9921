"""What higher floors tell everybody about an event: they hang a teller here, and its page links there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """A page, in the language of the request, and what it shows in a few words."""

    label: str
    about: str
    url: str


type Teller = Callable[[int, str], EventLink | None]

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Once, while the platform starts; asked with the event's id and slug, with one query at most."""
    _tellers.append(teller)


def event_links(event_id: int, slug: str) -> tuple[EventLink, ...]:
    """In the order of their floors."""
    return tuple(one for teller in _tellers if (one := teller(event_id, slug)) is not None)
