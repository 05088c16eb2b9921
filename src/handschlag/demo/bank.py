"""The bank of words that the invented world is made of, and names of organisations that do not exist."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from handschlag.common.loading import read_table

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something that can be offered or sought: a product, process, service, or question of research."""

    concept: str
    field: str
    kind: str
    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTemplate:
    """A sentence around a topic. `about` says whether it fits one's own topic or that of others."""

    actor: str
    direction: str
    topic: str
    about: str
    concept: str
    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A place with coordinates and the number of people who live there."""

    name: str
    land: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A university or a research institute: the parent of chairs and departments."""

    name: str
    place: str
    land: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """All of it."""

    topics: Mapping[str, Sequence[Topic]]
    frames: Mapping[tuple[str, str, str], Sequence[SentenceTemplate]]
    top_of: Mapping[str, str]
    branches: Mapping[str, Mapping[str, str]]
    subjects: Mapping[str, Mapping[str, str]]
    stems: Sequence[str]
    small_forms: Sequence[str]
    large_forms: Sequence[str]
    universities: Sequence[Institution]
    institutes: Sequence[Institution]
    others: Sequence[str]
    towns: Mapping[str, Sequence[Town]]
    spots: Mapping[tuple[str, str], Town]


def read_bank(
    *, fields: Mapping[str, str | None], concepts: Mapping[str, str], towns: Sequence[Town]
) -> Bank:
    """The bank on a vocabulary: fields with the one above, concepts with their field."""
    names = json.loads((DATA / "names.json").read_text("utf-8"))
    top_of = {code: parent or code for code, parent in fields.items()}
    return Bank(
        topics=_topics(concepts, top_of),
        frames=_frames(),
        top_of=top_of,
        branches=names["branches"],
        subjects=names["subjects"],
        stems=[a + b for a in names["stem_beginnings"] for b in names["stem_endings"]],
        small_forms=names["legal_forms_small"],
        large_forms=names["legal_forms_large"],
        universities=_houses(names["universities"]),
        institutes=_houses(names["institutes"]),
        others=names["others"],
        towns=_by_land(towns),
        spots={(town.name, town.land): town for town in towns},
    )


def _topics(concepts: Mapping[str, str], top_of: Mapping[str, str]) -> Mapping[str, Sequence[Topic]]:
    """Topics by their upper field."""
    found: defaultdict[str, list[Topic]] = defaultdict(list)
    for row in read_table(DATA / "topics.csv"):
        topic = Topic(field=concepts[row["concept"]], **row)
        found[top_of[topic.field]].append(topic)
    return found


def _frames() -> Mapping[tuple[str, str, str], Sequence[SentenceTemplate]]:
    """Frames by kind of actor, direction and kind of topic."""
    found: defaultdict[tuple[str, str, str], list[SentenceTemplate]] = defaultdict(list)
    for row in read_table(DATA / "frames.csv"):
        frame = SentenceTemplate(**row)
        found[frame.actor, frame.direction, frame.topic].append(frame)
    return found


def words_for(words: Mapping[str, str], concept: str) -> Sequence[str]:
    """The words that name a concept, else those that fit everything in the field.

    Each word lists its concepts, or the beginnings of their codes; a word without any fits everything.
    """
    naming = [word for word, codes in words.items() if concept.startswith(tuple(codes.split()) or ("?",))]
    return naming or [word for word, codes in words.items() if not codes]


def _houses(rows: Sequence[Sequence[str]]) -> list[Institution]:
    return [Institution(name=name, place=place, land=land) for name, place, land in rows]


def _by_land(towns: Sequence[Town]) -> Mapping[str, Sequence[Town]]:
    """Towns in which an invented organisation may sit, the larger first."""
    found: defaultdict[str, list[Town]] = defaultdict(list)
    for town in sorted(towns, key=lambda town: (-town.population, town.name)):
        if town.population >= SMALLEST and "-" not in town.name:
            found[town.land].append(town)
    return found


SMALLEST = 9_000


GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
CHAIRS = ("Lehrstuhl für {}", "Professur für {}", "Fachgebiet {}", "Institut für {}")
DEPARTMENTS = ("Abteilung {}", "Arbeitsgruppe {}", "Bereich {}")
TRIES = 200


def slug_of(name: str) -> str:
    """The name as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.translate(GERMAN).lower()).strip("-")[:90]


class Exhausted(Exception):
    """There are no names left of this kind: the bank of words is too small."""


@dataclass
class Namer:
    """Gives names and remembers them."""

    dice: Random
    bank: Bank
    given: set[str] = field(default_factory=set)

    def once(self, make: Callable[[], str]) -> str:
        """A name that nobody bears yet."""
        for _ in range(TRIES):
            name = make()
            slug = slug_of(name)
            if slug not in self.given:
                self.given.add(slug)
                return name
        raise Exhausted(make())

    def company(self, *, top: str, concept: str, is_sme: bool) -> str:
        """Two companies never differ in their legal form alone: that would look like one entered twice."""
        forms = self.bank.small_forms if is_sme else self.bank.large_forms
        choose, words = self.dice.choice, words_for(self.bank.branches[top], concept)
        name = self.once(lambda: f"{choose(self.bank.stems)} {choose(words)}")
        return f"{name} {choose(forms)}"

    def part(self, house: Institution, *, top: str, concept: str, patterns: Sequence[str]) -> str:
        """A chair of a university, or a department of an institute."""
        choose, words = self.dice.choice, words_for(self.bank.subjects[top], concept)
        return self.once(lambda: f"{house.name}, {choose(patterns).format(choose(words))}")

    def other(self) -> str:
        choose = self.dice.choice
        return self.once(lambda: choose(self.bank.others).format(stem=choose(self.bank.stems)))
