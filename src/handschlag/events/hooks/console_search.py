"""What the console's search finds beside the programme: higher floors know people, and hang a finder here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from handschlag.accounts.rules.policy import Action, Subject, may


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """Something that was found: its name leads to its page."""

    name: str
    about: str
    url: str


class _Finder(Protocol):
    """Finds one kind of thing in an event, for those who may do `action` with it."""

    @property
    def title(self) -> str | Promise: ...

    @property
    def action(self) -> Action: ...

    def find(self, event_id: int, slug: str, text: str) -> Iterable[SearchHit]:
        """A few hits, the best first; a constant number of queries."""


_finders: list[_Finder] = []


def register(*finders: _Finder) -> None:
    """Once, while the platform starts."""
    _finders.extend(finders)


def search_providers(by: Subject, *, owns: bool) -> tuple[_Finder, ...]:
    """Those that answer this person."""
    return tuple(one for one in _finders if may(by, one.action, owns=owns))
