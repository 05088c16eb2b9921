"""What the organisers' rules mean for a problem: who may meet, what it is worth, how much is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from handschlag.matching.queries.engine_input import EngineInput, EngineParticipant
from handschlag.matching.rules.categories import CategoryPair, are_apart
from handschlag.matching.rules.rulebook import KINDS, LESS, MORE, USUAL, Book, RuleKind, book_of, ordered

ABOUT_PAIRS = (RuleKind.SAME_ORGANISATION, RuleKind.SAME_NETWORK, RuleKind.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    book: Book
    people: Mapping[int, EngineParticipant]
    forbidden: frozenset[tuple[int, int]]
    apart: frozenset[CategoryPair] = frozenset()

    def allows(self, parties: Iterable[int]) -> bool:
        """Whether no hard rule keeps any two of these people apart."""
        parties = sorted(parties)
        if self.apart and are_apart(self.apart, [self.people[pk].category for pk in parties]):
            return False
        binding = [kind for kind in ABOUT_PAIRS if self.book[kind].is_binding]
        return not any(
            pair in self.forbidden or any(self.concerns(kind, pair) for kind in binding)
            for pair in combinations(parties, 2)
        )

    def concerns(self, kind: RuleKind, pair: tuple[int, int]) -> bool:
        """Whether a rule speaks of these two people."""
        one, other = (self.people[pk] for pk in pair)
        if kind is RuleKind.SAME_ORGANISATION:
            return _is_same_organisation(one, other)
        if kind is RuleKind.SAME_NETWORK:
            return _shares(one, other)
        return ordered(_kind_of(one), _kind_of(other)) in self.book[kind].barred

    def worth(self, value: int, parties: Iterable[int]) -> int:
        """The value of a request under the rules that are goals; without any it stays as it is."""
        aims = [kind for kind in ABOUT_PAIRS if self.book[kind].is_aim]
        wants_crossing = self.book[RuleKind.CROSS_NETWORK].is_on
        if not aims and not wants_crossing:
            return value
        pairs = list(combinations(sorted(parties), 2))
        if any(self.concerns(kind, pair) for kind in aims for pair in pairs):
            return value * LESS
        is_crossing = wants_crossing and any(self.crosses(pair) for pair in pairs)
        return value * (MORE if is_crossing else USUAL)

    def crosses(self, pair: tuple[int, int]) -> bool:
        """Whether these two are in networks, and in none together."""
        one, other = (self.people[pk] for pk in pair)
        return bool(one.networks and other.networks) and not _shares(one, other)

    def least(self, person: EngineParticipant) -> int:
        return max(person.least or 0, self.book.number(RuleKind.LEAST) or 0)

    def most(self, person: EngineParticipant) -> int | None:
        return _smaller(person.most, self.book.number(RuleKind.MOST))

    def most_breaks(self, person: EngineParticipant) -> int | None:
        return _smaller(person.most_breaks, self.book.number(RuleKind.BREAKS))


def ruling_of(facts: EngineInput) -> Ruling:
    """The rules of an event with the people and forbidden pairs that they need."""
    return Ruling(
        book=book_of(facts.rules),
        people={one.id: one for one in facts.people},
        forbidden=facts.forbidden,
        apart=facts.apart,
    )


def _shares(one: EngineParticipant, other: EngineParticipant) -> bool:
    return bool(set(one.networks) & set(other.networks))


def _is_same_organisation(one: EngineParticipant, other: EngineParticipant) -> bool:
    """An organisation that nobody has named is none."""
    return one.organisation == other.organisation and one.organisation != "w"


def _kind_of(person: EngineParticipant) -> str:
    return person.kind if person.kind in KINDS else "other"


def _smaller(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return min(known, default=None)
