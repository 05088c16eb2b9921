"""What the console's search finds beside the programme: people, say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.functional import Promise

from handschlag.accounts.rules.policy import Action
from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """Something that was found: its name leads to its page."""

    name: str
    about: str
    url: str


class SearchProvider(Protocol):
    """Finds one kind of thing in an event, for those who may do `action` with it."""

    @property
    def title(self) -> str | Promise: ...

    @property
    def action(self) -> Action: ...

    def find(self, event_id: int, slug: str, text: str) -> Iterable[SearchHit]:
        """A few hits, the best first; a constant number of queries."""


console_search: Final = Hook[SearchProvider]("events.console_search")
