"""Which contributions a list shows, and in which order; what makes no sense asks for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

STATES: Final = ("submitted", "reserve", "accepted", "confirmed", "declined", "withdrawn")
REVIEWS: Final = ("mine", "few")
ORDERS: Final = ("newest", "title", "mean", "difference")
KINDS: Final = ("talk", "panel", "discussion", "workshop", "other")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionQuery:
    """Empty asks for all; `track` is the id of one, 0 for all."""

    text: str = ""
    state: str = ""
    kind: str = ""
    review: str = ""
    track: int = 0
    order: str = "newest"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> ContributionQuery:
        """As an address says it."""

        def one(name: str, known: tuple[str, ...]) -> str:
            value = given.get(name, "")
            return value if value in known else ""

        track = given.get("track", "")
        return cls(
            text=" ".join(given.get("q", "").replace("\0", "").split())[:_LONGEST],
            state=one("state", STATES),
            kind=one("kind", KINDS),
            review=one("review", REVIEWS),
            track=int(track) if track.isdecimal() and len(track) < 16 else 0,
            order=one("order", ORDERS) or "newest",
        )

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        values = {
            "q": self.text,
            "state": self.state,
            "kind": self.kind,
            "review": self.review,
            "track": self.track or "",
            "order": "" if self.order == "newest" else self.order,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any((self.text, self.state, self.kind, self.review, self.track))
