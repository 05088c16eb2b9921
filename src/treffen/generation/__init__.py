"""Invented events, seeded and documented, so that every measured figure can be rebuilt."""

from collections.abc import Callable, Mapping

from treffen.generation.all_must import all_must
from treffen.generation.conference import conference, conference_witness
from treffen.generation.families import base, narrow, scarce, size_of, tight, two_sided
from treffen.generation.names import conference_labels
from treffen.generation.people import InventedPerson, people
from treffen.problem import Problem

FAMILIES: Mapping[str, Callable[[int, int], Problem]] = {
    "base": base,
    "tight": tight,
    "two_sided": two_sided,
    "scarce": scarce,
    "narrow": narrow,
    "conference": conference,
    "all_must": all_must,
}

__all__ = [
    "FAMILIES",
    "InventedPerson",
    "all_must",
    "base",
    "conference",
    "conference_labels",
    "conference_witness",
    "narrow",
    "people",
    "scarce",
    "size_of",
    "tight",
    "two_sided",
]
