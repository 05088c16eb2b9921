"""Invented people for a try-out: what they are called, offer and look for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NAMES: Final = (
    *("Anna Probst", "Ben Mustermann", "Clara Beispiel", "David Versuch", "Eva Übung", "Felix Entwurf"),
    *("Greta Skizze", "Hugo Modell", "Ida Muster", "Jan Prototyp", "Kira Simulation", "Leo Generalprobe"),
    *("Mara Trockenlauf", "Nils Planspiel", "Olga Attrappe", "Paul Testlauf"),
)
TOPICS: Final = (
    ("Sensoren für Batterien", "Sensors for batteries"),
    ("Prüfstand für Brennstoffzellen", "Test bench for fuel cells"),
    ("Linsen für Laser", "Lenses for lasers"),
    ("Software für die Produktionsplanung", "Software for production planning"),
    ("Recycling von Faserverbunden", "Recycling of fibre composites"),
    ("Zulassung von Medizinprodukten", "Approval of medical devices"),
    ("Beschichtung von Werkzeugen", "Coating of tools"),
    ("Partner für ein Förderprojekt", "Partners for a funded project"),
)
_ASKED: Final = (1, 2, 5)  # how far away on the ring those are whom somebody asks


@dataclass(frozen=True, slots=True, kw_only=True)
class TryoutPerson:
    name: str
    organisation: str
    offer: str
    need: str


def tryout_people(language: str) -> tuple[TryoutPerson, ...]:
    """Everybody offers what somebody else looks for.

    >>> len(tryout_people("de")), tryout_people("en")[0].need
    (16, 'Sensors for batteries')
    """
    texts = [pair[0 if language == "de" else 1] for pair in TOPICS]
    return tuple(
        TryoutPerson(
            name=name,
            organisation=f"{name.split()[-1]} GmbH",
            offer=texts[(number + 1) % len(texts)],
            need=texts[number % len(texts)],
        )
        for number, name in enumerate(NAMES)
    )


def tryout_pairs(number: int) -> Iterator[tuple[int, int]]:
    """Who asks whom, by position: three requests each, and every second person asks back."""
    for one in range(number):
        for step in _ASKED:
            yield one, (one + step) % number
        if one % 2:
            yield one, (one - 1) % number
