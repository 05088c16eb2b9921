"""Profiles as JSON, format `treffen.people/1`; the schema is `schema/people.schema.json`.

    {"format": "treffen.people/1",
     "people": [{"id": "ada", "needs": [{"id": "n1", "text": "Prüfstand für Batterien"}]},
                {"id": "bo", "offers": [{"id": "o1", "text": "Battery testing", "language": "en"}]}]}

Keys that have their default may be left out; an unknown key is a fault. `name` of a person is a
label and no part of the pool. A statement without an `id` gets that of its person with ":o1",
":o2" ... or ":n1" ... behind it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from treffen.files.atomic import write_text
from treffen.files.codec import (
    COUNT,
    FLAG,
    NAMES,
    NUMBER,
    TEXT,
    TEXTS,
    Record,
    Wrong,
    Wrongs,
    choice_of,
    list_of,
    optional,
)
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of, list_of_lines
from treffen.files.people.reading import PeopleReading, reading_of
from treffen.files.problem_json import located, object_of_format
from treffen.files.reading import Labels
from treffen.files.records import NAMED, same_named
from treffen.files.source_map import SourceMap
from treffen.files.strict_json import parse
from treffen.language.kind_names import StatementKind
from treffen.problem import EntityKind, LocatedFault, ReadingFaultKind, Where
from treffen.recommendation import ActorKind, Direction, Pool, Position, Profile, Statement

FORMAT = "treffen.people/1"
POSITION = Record(make=Position, keys=same_named(lat=NUMBER, lon=NUMBER), required=("lat", "lon"))
STATEMENT = Record(
    make=Statement,
    keys=same_named(
        id=TEXT,
        text=TEXT,
        language=TEXT,
        concepts=TEXTS,
        kind=optional(choice_of(StatementKind)),
        weight=NUMBER,
    ),
    standing_in={"id": "", "direction": Direction.OFFER},
)
PROFILE = Record(
    make=Profile,
    keys=same_named(
        id=TEXT,
        offers=list_of(STATEMENT.codec()),
        needs=list_of(STATEMENT.codec()),
        topics=NAMES,
        kind=choice_of(ActorKind),
        organisation=optional(TEXT),
        networks=NAMES,
        programmes=NAMES,
        position=optional(POSITION.codec()),
        languages=NAMES,
        wanted=optional(COUNT),
        known=NAMES,
        blocked=NAMES,
        opted_in=FLAG,
    ),
    required=("id",),
    extras=NAMED,
)
KEYS = ("format", "title", "people")


def read_people_json(path: Path, *, concepts: frozenset[str] | None = None) -> PeopleReading:
    """The pool in a JSON file, or all its faults. Never raises for what the file holds."""
    where = Where(sheet=path.name)
    try:
        found = parse(decode(read_bytes(path, where), where), where)
        body = object_of_format(found, FORMAT, where)
    except Unreadable as error:
        return PeopleReading(faults=(error.located,))
    return _Reader(where, concepts).read(body)


class _Reader:
    def __init__(self, where: Where, concepts: frozenset[str] | None) -> None:
        self.where, self.concepts = where, concepts
        self.wrongs: Wrongs = []
        self.labels: dict[tuple[EntityKind, str], str] = {}
        self.spots = SourceMap()

    def read(self, body: dict[str, Any]) -> PeopleReading:
        for key in body:
            if key not in KEYS:
                self.wrongs.append(Wrong(ReadingFaultKind.UNKNOWN_KEY, key, key, choices=KEYS))
        if "people" not in body:
            self.wrongs.append(Wrong(ReadingFaultKind.MISSING_KEY, "people", "people"))
        raw = body.get("people", [])
        if type(raw) is not list:
            self.wrongs.append(Wrong(ReadingFaultKind.WRONG_TYPE, "people", raw, expected="list"))
            raw = []
        profiles = [self._profile(index, one) for index, one in enumerate(raw)]
        title = self._title(body.get("title", ""))
        pool = Pool(profiles=tuple(p for p in profiles if p is not None), title=title)
        faults: list[LocatedFault] = [located(wrong, self.where.sheet) for wrong in self.wrongs]
        return reading_of(pool, self.spots, faults=faults, labels=self.labels, concepts=self.concepts)

    def _title(self, raw: object) -> str:
        known = len(self.wrongs)
        title = TEXT.read(raw, self.wrongs)
        self._below(known, ".title")
        return str(title)

    def _profile(self, index: int, raw: object) -> Profile | None:
        known = len(self.wrongs)
        found: Profile | None = PROFILE.read(raw, self.wrongs)
        if found is not None and isinstance(raw, dict) and "name" in raw:
            label = TEXT.read(raw["name"], self.wrongs)
            self.labels[EntityKind.PROFILE, found.id] = str(label)
        is_sound = len(self.wrongs) == known
        self._below(known, f"people[{index}]")
        if found is None or not is_sound:
            return found if found is not None and found.id else None
        where = Where(sheet=self.where.sheet, path=f"people[{index}]")
        self.spots.put(EntityKind.PROFILE, found.id, where)
        return _named_statements(found, self.spots, where)

    def _below(self, known: int, prefix: str) -> None:
        for wrong in self.wrongs[known:]:
            wrong.path = prefix + wrong.path


def _named_statements(profile: Profile, spots: SourceMap, where: Where) -> Profile:
    """The profile with directions and ids of its statements; their places in the file are noted."""
    sides = [("offers", Direction.OFFER, profile.offers), ("needs", Direction.NEED, profile.needs)]
    found = []
    for name, direction, statements in sides:
        kept = tuple(
            replace(one, direction=direction, id=one.id or f"{profile.id}:{name[0]}{index}")
            for index, one in enumerate(statements, 1)
        )
        for index, one in enumerate(kept):
            spots.put(EntityKind.STATEMENT, one.id, replace(where, path=f"{where.path}.{name}[{index}]"))
        found.append(kept)
    return replace(profile, offers=found[0], needs=found[1])


def write_people_json(path: str | Path, pool: Pool, *, labels: Labels | None = None) -> None:
    """Write the pool, one person a line; whole or not at all. Raises `OSError`."""
    lines = [f'{{"format": "{FORMAT}"']
    if pool.title:
        lines.append(f'"title": {line_of(pool.title)}')
    people = []
    for profile in pool.profiles:
        written = PROFILE.write(profile)
        label = labels.get((EntityKind.PROFILE, profile.id)) if labels else None
        people.append(written if label is None else {"id": written.pop("id"), "name": label, **written})
    lines.append(list_of_lines("people", people))
    write_text(Path(path), ",\n".join(lines) + "}\n")
