"""Who may have registered twice: the same person under two addresses, or in two languages.

Names are compared without titles, order, case and accents (`common.rules.folding.folded`). A similar
name alone is no reason: it needs the same organisation, a similar one, or an address of the same one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.legal_forms import bare_name

SIMILAR_NAME, SIMILAR_ORGANISATION = 86, 85
LARGEST_BLOCK = 60  # what more people have in common tells nobody apart
TITLES: Final = re.compile(
    r"\b(prof|professor|professorin|dr|doctor|phd|dipl|ing|mag|msc|bsc|ma|ba|mba|h c|hc|habil|rer|nat|med|"
    r"pol|phil|mr|mrs|ms|herr|frau)\b"
)
# Addresses that many people have who know nothing of each other.
FREE_MAIL: Final = frozenset({
    "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "outlook.com", "outlook.de",
    "hotmail.com", "hotmail.de", "yahoo.com", "yahoo.de", "icloud.com", "freenet.de", "posteo.de",
    "mailbox.org", "proton.me", "protonmail.com", "aol.com", "live.com", "me.com", "arcor.de",
})  # fmt: skip


class ResemblanceReason(StrEnum):
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_ACTOR = "same_actor"
    SIMILAR_ORGANISATION = "similar_organisation"
    SAME_DOMAIN = "same_domain"


@dataclass(frozen=True, kw_only=True)  # not slotted: its folded forms are computed once
class ComparedRegistration:
    """What is compared of a registration."""

    id: int
    name: str
    email: str
    organisation: str = ""
    actor: int | None = None

    @cached_property
    def bare(self) -> str:
        return " ".join(TITLES.sub(" ", folded_name(self.name)).split())

    @cached_property
    def house(self) -> str:
        return bare_name(self.organisation)

    @cached_property
    def domain(self) -> str:
        domain = self.email.rpartition("@")[2].lower()
        return "" if domain in FREE_MAIL else domain


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyPair:
    """Two that may be one, the lower id first."""

    first: int
    second: int
    reasons: tuple[ResemblanceReason, ...]
    likeness: int


def _compare(one: ComparedRegistration, other: ComparedRegistration) -> LikelyPair | None:
    """Why these two may be one person; None where nothing says so."""
    likeness = int(fuzz.token_sort_ratio(one.bare, other.bare, score_cutoff=SIMILAR_NAME))
    if not likeness or one.id == other.id:
        return None
    where = tuple(_places(one, other))
    if not where:
        return None
    name = (
        ResemblanceReason.SAME_NAME
        if sorted(one.bare.split()) == sorted(other.bare.split())
        else ResemblanceReason.SIMILAR_NAME
    )
    first, second = sorted((one.id, other.id))
    return LikelyPair(first=first, second=second, reasons=(name, *where), likeness=likeness)


def _places(one: ComparedRegistration, other: ComparedRegistration) -> Iterator[ResemblanceReason]:
    """What two people have in common besides their names."""
    if one.actor is not None and one.actor == other.actor:
        yield ResemblanceReason.SAME_ACTOR
    elif one.house and other.house and _alike(one.house, other.house):
        yield ResemblanceReason.SIMILAR_ORGANISATION
    if one.domain and one.domain == other.domain:
        yield ResemblanceReason.SAME_DOMAIN


def _alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other) >= SIMILAR_ORGANISATION


def likely_pairs(people: Iterable[ComparedRegistration]) -> Sequence[LikelyPair]:
    """All pairs worth a look, the likeliest first."""
    found: dict[tuple[int, int], LikelyPair] = {}
    seen: set[tuple[int, int]] = set()
    for one, other in _pairs_to_compare(tuple(people)):
        key = (min(one.id, other.id), max(one.id, other.id))
        if key not in seen:
            seen.add(key)
            if pair := _compare(one, other):
                found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _pairs_to_compare(
    people: tuple[ComparedRegistration, ...],
) -> Iterator[tuple[ComparedRegistration, ComparedRegistration]]:
    """Those who share a rare word of their names, or a small organisation."""
    blocks: dict[tuple[str, object], list[ComparedRegistration]] = defaultdict(list)
    for one in people:
        for word in set(one.bare.split()):
            blocks["word", word].append(one)
        if one.actor is not None:
            blocks["actor", one.actor].append(one)
        if one.house:
            blocks["house", one.house].append(one)
        if one.domain:
            blocks["domain", one.domain].append(one)
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)
