"""What a badge says, on which paper, and when it has to be printed anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handschlag.common.rules.names import split_name, surname_first
from handschlag.directory.rules.collation import sort_key

MOST_NETWORKS: Final = 3


class Paper(StrEnum):
    """What the printer holds; one badge to a page except on the sheet of A4."""

    A4 = "a4"
    A6 = "a6"
    A7 = "a7"
    ROLL = "roll"

    @property
    def is_single(self) -> bool:
        return self != Paper.A4


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeText:
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
    title = split_name(name).title
    return title, name.removeprefix(title).strip()


def by_surname(name: str) -> str:
    """The key by which names are sorted."""
    return sort_key(surname_first(name))


def grouped(code: str) -> str:
    """A code as people read it out: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def is_new(words: BadgeText, printed: Mapping[int, str], pk: int) -> bool:
    """No badge was printed yet, or it said something else."""
    return printed.get(pk) != words.says


def shown_networks(names: Sequence[str]) -> tuple[str, ...]:
    """The first few by name; the badge has no room for more."""
    return tuple(sorted(set(names), key=sort_key)[:MOST_NETWORKS])
