"""Whom the words of a source mean: everybody may read them unless the actor was taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from handschlag.directory.models import Actor, NamedMember, NetworkStatement
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules.named_members import FACT, key_of, name_in, words_in


def public_words(value: str, source: str, named: Iterable[NamedMember]) -> list[tuple[str, Actor | None]]:
    """The words of this source that everybody may read, each with its actor where it has one.

    One source may name an actor in two wordings: the name tells whom the other one means, where it can be
    nobody else.
    """
    exactly: dict[str, Actor] = {}
    alike: defaultdict[str, set[Actor]] = defaultdict(set)
    # Where words are left from before a merge, whoever is public is meant.
    for row in sorted(named, key=lambda row: is_public(row.actor)):
        if row.source == source:
            exactly[row.words] = row.actor
            for name in (name_in(row.words), row.actor.name):
                alike[key_of(name)].add(row.actor)
    pairs = []
    for words in words_in(value):
        actors = alike.get(key_of(name_in(words)), set())
        actor = exactly.get(words) or (next(iter(actors)) if len(actors) == 1 else None)
        if actor is None or is_public(actor):
            pairs.append((words, actor))
    return pairs


def public_value(statement: NetworkStatement, named: Iterable[NamedMember]) -> str:
    """What a source says, without the names of those that were taken out; empty where nobody is left."""
    if statement.fact != FACT:
        return statement.value
    shown = [words for words, _actor in public_words(statement.value, statement.source, named)]
    return statement.value if shown == words_in(statement.value) else "; ".join(shown)
