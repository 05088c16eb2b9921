"""Which registrations of an event a list shows, and in which order; what makes no sense asks for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

STATES: Final = ("confirmed", "waiting", "asked", "declined", "cancelled")
WAYS: Final = ("self", "assisted", "imported", "walk_in")
KINDS: Final = ("company", "university", "research", "other", "none")
NEEDS: Final = ("remote", "step_free", "quiet", "interpreter", "words", "diet", "no_lunch")
ORDERS: Final = ("asked", "newest", "name", "organisation", "arrival")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationQuery:
    """Empty asks for all. `session` is the id of a chosen session; 0 asks for all."""

    text: str = ""
    state: str = ""
    way: str = ""
    kind: str = ""
    need: str = ""
    category: str = ""  # the id of one, or `none`
    session: int = 0
    order: str = "asked"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> RegistrationQuery:
        def one(name: str, known: tuple[str, ...]) -> str:
            value = given.get(name, "")
            return value if value in known else ""

        session, category = given.get("session", ""), given.get("category", "")
        is_known = category == "none" or (category.isdecimal() and len(category) < 16)
        return cls(
            text=" ".join(given.get("q", "").replace("\0", "").split())[:LONGEST],
            state=one("state", STATES),
            way=one("way", WAYS),
            kind=one("kind", KINDS),
            need=one("need", NEEDS),
            category=category if is_known else "",
            session=int(session) if session.isdecimal() and len(session) < 16 else 0,
            order=one("order", ORDERS) or "asked",
        )

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        values = {
            "q": self.text,
            "state": self.state,
            "way": self.way,
            "kind": self.kind,
            "need": self.need,
            "category": self.category,
            "session": self.session or "",
            "order": "" if self.order == "asked" else self.order,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self) -> bool:
        chosen = (self.text, self.state, self.way, self.kind, self.need, self.category, self.session)
        return any(chosen)
