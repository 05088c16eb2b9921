"""Which entry a row means: one that is there already, for certain or perhaps, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.duplicates import (
    RARE_WORD,
    SHARED_HOST,
    SIMILAR_COMPANY,
    Candidate,
    DuplicateReason,
    compare,
)

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that a row may mean, with the reasons, the strongest first."""

    entry: int
    reasons: tuple[str, ...]
    likeness: int
    is_certain: bool


class Matcher:
    """Knows all entries; each question looks only at those that share something with what is asked for."""

    def __init__(self, entries: Iterable[Candidate]) -> None:
        self.entries = {one.id: one for one in entries}
        frequency = Counter(word for one in self.entries.values() for word in set(one.bare.split()))
        self.blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.towns: dict[str, dict[int, str]] = defaultdict(dict)
        for one in self.entries.values():
            for key in _keys_of(one):
                if key[0] != "word" or frequency[key[1]] <= RARE_WORD:
                    self.blocks[key].append(one.id)
            self.towns[one.town][one.id] = one.bare

    def near(self, asked: Candidate) -> set[int]:
        found: set[int] = set()
        for key in _keys_of(asked):
            block = self.blocks.get(key, ())
            if not (key[0] == "host" and len(block) > SHARED_HOST):
                found.update(block)
        if asked.town:
            alike = process.extract_iter(
                asked.bare,
                self.towns.get(asked.town, {}),
                scorer=fuzz.token_sort_ratio,
                score_cutoff=SIMILAR_COMPANY,
            )
            found.update(entry for _name, _score, entry in alike)
        return found

    def find(self, asked: Candidate) -> tuple[Match, ...]:
        """The likeliest first. Certain is what has the same ROR id, or the very same name in one place."""
        found = []
        for entry in self.near(asked):
            other = self.entries[entry]
            if likely := compare(asked, other):
                found.append(
                    Match(
                        entry=entry,
                        reasons=tuple(reason.value for reason in likely.reasons),
                        likeness=likely.likeness,
                        is_certain=_is_certain(asked, other, likely.reasons),
                    )
                )
        found.sort(key=lambda one: (not one.is_certain, -one.likeness, one.entry))
        return tuple(found[:MOST_SHOWN])


def _is_certain(asked: Candidate, other: Candidate, reasons: tuple[DuplicateReason, ...]) -> bool:
    if DuplicateReason.SAME_ROR in reasons:
        return True
    return DuplicateReason.SAME_NAME in reasons and folded_name(asked.name) == folded_name(other.name)


def _keys_of(one: Candidate) -> set[tuple[str, str]]:
    """What an entry shares with others that may be the same."""
    keys = {("ror", one.ror_id), ("name", one.bare.replace(" ", "")), ("host", one.host)}
    keys |= {("word", word) for word in one.bare.split() if len(word) > 3}
    return {key for key in keys if key[1]}
