"""What higher floors tell about a programme: they hang a teller here, so that no page has to look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of a programme: a template, and what it shows."""

    template: str
    screen: object


class _Teller(Protocol):
    """Knows something about programmes that this floor does not: who takes part, say."""

    def summaries(self, programme_ids: Iterable[int], *, today: date) -> Mapping[int, str]:
        """A few words for the line of each programme."""

    def panel(self, programme_id: int, *, today: date) -> Panel:
        """A part of the page of one programme."""


_tellers: list[_Teller] = []


def register(teller: _Teller) -> None:
    """Once, while the platform starts."""
    _tellers.append(teller)


def panels(programme_id: int, *, today: date) -> tuple[Panel, ...]:
    return tuple(teller.panel(programme_id, today=today) for teller in _tellers)


def summaries(programme_ids: Iterable[int], *, today: date) -> Mapping[int, tuple[str, ...]]:
    """For each programme what every teller says, in the order of their floors."""
    ids = list(programme_ids)
    told = [teller.summaries(ids, today=today) for teller in _tellers]
    return {pk: tuple(words[pk] for words in told if pk in words) for pk in ids}
