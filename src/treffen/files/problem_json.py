"""Problems as JSON, format `treffen.problem/1`; the schema is `schema/problem.schema.json`.

    {"format": "treffen.problem/1",
     "slots": [{"id": "10:00"}],
     "places": [{"id": "table 1"}],
     "participants": [{"id": "ada"}, {"id": "bo"}],
     "requests": [{"id": "1", "participants": ["ada", "bo"]}]}

Keys that have their default may be left out. An unknown key is a fault: a misspelt wish that
is silently ignored would be worse. `name` may stand in every noun that has an id; it is kept
as a label and is no part of the problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from treffen.files.atomic import write_pieces
from treffen.files.codec import TEXT, Record, Wrong, Wrongs
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of, pieces_of_list
from treffen.files.nearness import nearest
from treffen.files.quick_json import (
    NO_JSON,
    ListReader,
    Unusual,
    members,
    nouns,
    plain_by_id,
    plain_requests,
    text_of,
)
from treffen.files.reading import Labels, Reading
from treffen.files.records import EVENT, NOUNS, key_of
from treffen.files.source_map import MOST_FAULTS, SourceMap, cut, located_faults
from treffen.files.strict_json import TwiceKeyed, parse
from treffen.problem import (
    EntityKind,
    LocatedFault,
    Participant,
    Place,
    Problem,
    ReadingFault,
    ReadingFaultKind,
    Where,
)
from treffen.problem.plain_requests import PlainRequests
from treffen.problem.sweeping import unswept

FORMAT = "treffen.problem/1"
INSIDE = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
PLAIN = {EntityKind.PARTICIPANT: plain_by_id(Participant), EntityKind.PLACE: plain_by_id(Place)}
MANY_LETTERS = 400_000  # fewer make no ten thousand requests
REQUIRED = ("slots", "places", "participants", "requests")


def read_problem_json(path: Path) -> Reading:
    """The problem in a JSON file, or all its faults. Never raises for what the file holds."""
    where = Where(sheet=path.name)
    try:
        text = decode(read_bytes(path, where), where)
        with unswept():
            return _sound(text) or _thorough(text, where)
    except Unreadable as error:
        return Reading(faults=(error.located,))


def _thorough(text: str, where: Where) -> Reading:
    """The problem of a text, or all that is wrong with it; raises `Unreadable`."""
    return _Reader(where).read(object_of_format(parse(text, where), FORMAT, where))


def _sound(text: str) -> Reading | None:
    """The problem of a text in which nothing is wrong, fast; None where something may be."""
    labels: dict[tuple[EntityKind, str], str] = {}
    wrongs: Wrongs = []
    try:
        body = members(text, _readers(labels))
        is_ours = body.pop("format", None) == FORMAT and not body.keys() - {*NOUNS, *EVENT}
        if not is_ours or not body.keys() >= {*REQUIRED}:
            return None
        parts = {key: EVENT[key].read(one, wrongs) if key in EVENT else one for key, one in body.items()}
    except (*NO_JSON, Unusual):
        return None
    problem = None if wrongs else Problem(**parts)
    return None if problem is None or problem.faults() else Reading(problem=problem, labels=labels)


def _readers(labels: dict[tuple[EntityKind, str], str]) -> dict[str, ListReader]:
    """How each list of nouns is read; their names go into `labels`."""
    people: dict[str, str] = {}

    def reader(noun: EntityKind, record: Record) -> ListReader:
        plain = plain_requests(people) if noun is EntityKind.REQUEST else PLAIN.get(noun)

        def note(one: dict[str, Any]) -> None:
            if "name" in one and "name" in record.extras:
                labels[noun, one["id"]] = text_of(one["name"])

        def read(text: str, at: int) -> tuple[Any, int]:
            columns = _columns(text, at, [*people]) if noun is EntityKind.REQUEST else None
            if columns is not None:
                return columns
            found, end = nouns(text, at, record, plain=plain, note=note)
            if noun is EntityKind.PARTICIPANT:
                people.update((one.id, one.id) for one in found)
            return found, end

        return read

    return {key: reader(noun, record) for key, (noun, record) in NOUNS.items()}


def _columns(text: str, at: int, people: list[str]) -> tuple[PlainRequests, int] | None:
    """A list of very many plain requests, and where it ends."""
    if len(text) - at < MANY_LETTERS:
        return None
    from treffen.files.request_columns import read_plain_requests  # takes long to import

    return read_plain_requests(text, at, people)


def object_of_format(found: object, format: str, where: Where) -> dict[str, Any]:
    """The object, if it is one and says it is of this format; raises `Unreadable`."""
    if not isinstance(found, dict):
        raise Unreadable(ReadingFaultKind.WRONG_TYPE, where, value=_shown(found), expected="object")
    if found.get("format") != format:
        spot = Where(sheet=where.sheet, path="format")
        shown = str(found.get("format", ""))[:80]
        raise Unreadable(ReadingFaultKind.WRONG_FORMAT_NAME, spot, value=shown, expected=format)
    return found


def located(wrong: Wrong, sheet: str) -> LocatedFault:
    """A fault of the codec, at its place in the file."""
    path = wrong.path.removeprefix(".")
    field = path.rpartition(".")[2].partition("[")[0]
    shown = _shown(wrong.value)
    fault = ReadingFault(kind=wrong.kind, field=field, value=shown, expected=wrong.expected)
    hint = nearest(shown, wrong.choices) if wrong.choices else ""
    return LocatedFault(fault=fault, where=Where(sheet=sheet, path=path), suggestion=hint)


def _at_member(one: LocatedFault, body: dict[str, Any]) -> LocatedFault:
    """A fault of one member of a list, at this member."""
    found = INSIDE.fullmatch(one.where.path)
    if found is None:
        return one
    key, index, field = found.groups()
    members = body[key][int(index)].get(field)
    if not isinstance(members, list) or one.fault.value not in members:
        return one
    path = f"{one.where.path}[{members.index(one.fault.value)}]"
    return replace(one, where=replace(one.where, path=path))


def _shown(value: object) -> str:
    """A value as a person may see it: short, and with nothing a terminal cannot show."""
    if isinstance(value, (dict, list)):
        return "{...}" if isinstance(value, dict) else "[...]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return str(value)[:80].encode("utf-8", "backslashreplace").decode("utf-8")


class _Reader:
    """Turns one JSON object into a problem, and remembers where each noun stood."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.wrongs: Wrongs = []
        self.labels: dict[tuple[EntityKind, str], str] = {}
        self.spots = SourceMap()

    def read(self, body: dict[str, Any]) -> Reading:
        self._check_keys(body)
        parts: dict[str, Any] = {}
        for key, (noun, record) in NOUNS.items():
            parts[key] = self._nouns(key, noun, record=record, raw=body.get(key, []))
        for key, codec in EVENT.items():
            self.spots.put(EntityKind.EVENT, "", Where(sheet=self.where.sheet))
            if key in body:
                known = len(self.wrongs)
                value = codec.read(body[key], self.wrongs)
                self._below(known, f".{key}")
                if len(self.wrongs) == known:
                    parts[key] = value
        problem = Problem(**parts)
        faults = [located(wrong, self.where.sheet) for wrong in self.wrongs]
        missing = [key for key in REQUIRED if key not in body]
        own = located_faults(problem, self.spots, body_missing=missing)
        faults += [*(_at_member(one, body) for one in own[:MOST_FAULTS]), *own[MOST_FAULTS:]]
        return Reading(problem=None if faults else problem, faults=cut(faults), labels=self.labels)

    def _check_keys(self, body: dict[str, Any]) -> None:
        known = ("format", *NOUNS, *EVENT)
        for key in body:
            if key not in known:
                self.wrongs.append(Wrong(ReadingFaultKind.UNKNOWN_KEY, key, key, choices=known))
        if isinstance(body, TwiceKeyed):
            for key in body.twice:
                self.wrongs.append(Wrong(ReadingFaultKind.DUPLICATE_KEY, key, key))
        for key in REQUIRED:
            if key not in body:
                self.wrongs.append(Wrong(ReadingFaultKind.MISSING_KEY, key, key))

    def _nouns(self, key: str, noun: EntityKind, *, record: Record, raw: object) -> tuple[Any, ...]:
        if type(raw) is not list:
            wrong = Wrong(ReadingFaultKind.WRONG_TYPE, key, raw, expected="list")
            self.wrongs.append(wrong)
            return ()
        found, wrongs = [], self.wrongs
        for index, one in enumerate(raw):
            known = len(wrongs)
            item = record.read(one, wrongs)
            is_sound = len(wrongs) == known
            if item is not None and (is_sound or self._is_named(record, known)):
                found.append(item)
                id = key_of(noun, item)
                self.spots.put(noun, id, Where(sheet=self.where.sheet, path=f"{key}[{index}]"))
                if "name" in record.extras and "name" in one:
                    self.labels[noun, id] = self._label(one["name"])
            if len(wrongs) > known:
                self._below(known, f"{key}[{index}]")
        return tuple(found)

    def _is_named(self, record: Record, known: int) -> bool:
        """Whether what makes the noun findable is sound, although something else in it is not."""
        return not any(wrong.path in [f".{k}" for k in record.required] for wrong in self.wrongs[known:])

    def _label(self, raw: object) -> str:
        known = len(self.wrongs)
        label = TEXT.read(raw, self.wrongs)
        self._below(known, ".name")
        return str(label)

    def _below(self, known: int, prefix: str) -> None:
        for wrong in self.wrongs[known:]:
            wrong.path = prefix + wrong.path


def write_problem_json(path: str | Path, problem: Problem, *, labels: Labels | None = None) -> None:
    """Write the problem, one noun a line, so that two versions can be compared line by line.

    Whole or not at all; raises `OSError` if the file cannot be written.
    """
    write_pieces(Path(path), _pieces(problem, labels))


def _pieces(problem: Problem, labels: Labels | None) -> Iterator[str]:
    yield f'{{"format": "{FORMAT}"'
    for key, codec in EVENT.items():
        value = getattr(problem, key)
        if value or key not in ("title", "most_breaks", "break_spread"):
            yield f',\n"{key}": {line_of(codec.write(value))}'
        elif value == 0:
            yield f',\n"{key}": 0'
    for key, (noun, record) in NOUNS.items():
        nouns = getattr(problem, key)
        if nouns or key in REQUIRED:
            yield ",\n"
            yield from pieces_of_list(key, (_labelled(record.write(n), noun, labels) for n in nouns))
    yield "}\n"


def _labelled(written: dict[str, Any], noun: EntityKind, labels: Labels | None) -> dict[str, Any]:
    label = labels.get((noun, written.get("id", ""))) if labels else None
    return written if label is None else {"id": written.pop("id"), "name": label, **written}
