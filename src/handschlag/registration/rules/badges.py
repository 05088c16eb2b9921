"""What a badge says, and when it has to be printed anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.directory.rules.collation import sort_key

MOST_NETWORKS: Final = 3
# They belong to the surname: "Anna von der Heide" is looked for under H by some lists, under V by ours.
PARTICLES: Final = frozenset(
    {"von", "vom", "zu", "zum", "zur", "van", "de", "den", "der", "del", "di", "da", "la", "le", "ten", "ter"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words on one badge."""

    name: str
    organisation: str
    networks: tuple[str, ...]
    code: str

    @property
    def says(self) -> str:
        text = json.dumps([self.name, self.organisation, self.networks, self.code])
        return hashlib.sha256(text.encode()).hexdigest()


def titled(name: str) -> tuple[str, str]:
    """Academic titles before a name, and the name: it is read from further away without them.

    >>> titled("Prof. Dr.-Ing. h. c. Ada von Lindqvist"), titled("J. R. Meier"), titled("Dr.")
    (('Prof. Dr.-Ing. h. c.', 'Ada von Lindqvist'), ('', 'J. R. Meier'), ('', 'Dr.'))
    """
    words = name.split()
    number = 0
    while number < len(words) - 1 and words[number].endswith(".") and (number or len(words[0]) > 2):
        number += 1
    return " ".join(words[:number]), " ".join(words[number:])


def surname_first(name: str) -> str:
    """As lists are sorted: the surname with its particles, then the rest.

    >>> surname_first("Dr. Anna Maria von der Heide"), surname_first("Ada"), surname_first("Lindqvist, Ada")
    ('von der Heide, Dr. Anna Maria', 'Ada', 'Lindqvist, Ada')
    """
    words = name.split()
    if len(words) < 2 or "," in name:
        return " ".join(words)
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return f"{' '.join(words[at:])}, {' '.join(words[:at])}"


def by_surname(name: str) -> str:
    """The key by which names are sorted."""
    return sort_key(surname_first(name))


def grouped(code: str) -> str:
    """A code as people read it out: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def is_new(words: Words, printed: Mapping[int, str], pk: int) -> bool:
    """No badge was printed yet, or it said something else."""
    return printed.get(pk) != words.says


def shown_networks(names: Sequence[str]) -> tuple[str, ...]:
    """The first few by name; the badge has no room for more."""
    return tuple(sorted(set(names), key=sort_key)[:MOST_NETWORKS])
