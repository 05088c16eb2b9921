"""The list that participants see of each other: what is asked of it, who fits, in which order.

Searching goes over what the list shows and over nothing else: a fact that is hidden cannot be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from handschlag.common.rules.names import surname_first

ORDERS: Final = ("name", "organisation", "place")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParticipant:
    """Somebody who comes; what this viewer may not see is empty."""

    pk: int
    name: str
    organisation: str = ""
    role: str = ""
    place: str = ""
    speaks: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    is_demo: bool = False
    answers: tuple[str, ...] = ()  # to questions whose answers participants see

    @property
    def text(self) -> str:
        parts = (self.name, self.organisation, self.role, self.place, self.email, self.phone, *self.answers)
        return "\n".join(parts).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantQuery:
    text: str = ""
    speaks: str = ""
    order: str = "name"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """What an address asks for; what makes no sense in it is left out.

        >>> ParticipantQuery.read({"q": " Jena ", "order": "size"})
        ParticipantQuery(text='Jena', speaks='', order='name')
        """
        order = given.get("order", "")
        return cls(
            text=" ".join(given.get("q", "").split())[:LONGEST],
            speaks=given.get("speaks", "")[:2],
            order=order if order in ORDERS else "name",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.speaks)

    @property
    def query(self) -> str:
        order = self.order if self.order != "name" else ""
        given = {"q": self.text, "speaks": self.speaks, "order": order}
        return urlencode({name: value for name, value in given.items() if value})


def _fits(person: ListedParticipant, asked: ParticipantQuery) -> bool:
    text = person.text
    has_words = all(word in text for word in asked.text.casefold().split())
    return has_words and (not asked.speaks or asked.speaks in person.speaks)


def chosen(people: Iterable[ListedParticipant], asked: ParticipantQuery) -> tuple[ListedParticipant, ...]:
    """Those who fit, in the wanted order; who does not show the fact that orders comes last."""

    def place(one: ListedParticipant) -> tuple[bool, str, str, int]:
        name = surname_first(one.name).casefold()
        first = name if asked.order == "name" else str(getattr(one, asked.order)).casefold()
        return (not first, first, name, one.pk)

    return tuple(sorted((one for one in people if _fits(one, asked)), key=place))
