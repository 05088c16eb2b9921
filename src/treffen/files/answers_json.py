"""Answers of the desk as JSON, format `treffen.answers/1`; the schema is `schema/answers.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any

from treffen.admission import Admitted, Answer, Possibility, Refused
from treffen.files.atomic import write_text
from treffen.files.codec import Wrongs
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of, list_of_lines
from treffen.files.plan_json import read_plan
from treffen.files.problem_json import located, object_of_format
from treffen.files.proofs import CORE, MEETINGS
from treffen.files.records import MEETING
from treffen.files.source_map import cut
from treffen.files.strict_json import parse
from treffen.problem import LocatedFault, ParticipantId, RequestId, Where
from treffen.timetable import Timetable

FORMAT = "treffen.answers/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a desk said in one sitting, and the witness that it was left with."""

    problem: str
    policy: str
    answers: tuple[Answer, ...] = ()
    waiting: tuple[RequestId, ...] = ()
    declined: tuple[RequestId, ...] = ()
    possible: tuple[Possibility, ...] = ()
    room: Mapping[ParticipantId, int]
    withdrawn: tuple[RequestId, ...] = ()
    witness: Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class _WitnessReading:
    """A timetable that was read: there if and only if `faults` is empty."""

    witness: Timetable | None = None
    faults: tuple[LocatedFault, ...] = ()


def answers_object(told: Answers) -> dict[str, Any]:
    """The object that `write_answers` writes, for callers that speak JSON themselves."""
    return {
        "format": FORMAT,
        "problem": told.problem,
        "policy": told.policy,
        "answers": [_answer(a) for a in told.answers],
        "waiting": list(told.waiting),
        "declined": list(told.declined),
        "possible": [_plain(p) for p in told.possible],
        "room": dict(told.room),
        "withdrawn": list(told.withdrawn),
        "meetings": MEETINGS.write(told.witness),
    }


def write_answers(path: str | Path, told: Answers) -> None:
    """Write the answers, one a line; whole or not at all. Raises `OSError` if that cannot be."""
    lines = []
    for key, value in answers_object(told).items():
        is_long = isinstance(value, list)
        lines.append(list_of_lines(key, value) if is_long else f"{json.dumps(key)}: {line_of(value)}")
    write_text(Path(path), "{" + ",\n".join(lines) + "}\n")


def read_witness(path: str | Path) -> _WitnessReading:
    """The timetable in a file of answers, or in a plan, or all that is wrong. Never raises for it."""
    path = Path(path)
    where = Where(sheet=path.name)
    wrongs: Wrongs = []
    try:
        found = parse(decode(read_bytes(path, where), where), where)
        is_plan = isinstance(found, dict) and found.get("format") != FORMAT
        if is_plan:
            reading = read_plan(path)
            return _WitnessReading(
                witness=None if reading.plan is None else reading.plan.timetable, faults=reading.faults
            )
        body = object_of_format(found, FORMAT, where)
    except Unreadable as error:
        return _WitnessReading(faults=(error.located,))
    witness = MEETINGS.read(body.get("meetings"), wrongs)
    if wrongs:
        return _WitnessReading(faults=cut([located(wrong, path.name) for wrong in wrongs]))
    return _WitnessReading(witness=witness)


def _answer(a: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"request": a.request}
    if isinstance(a, Admitted):
        moves = [{"before": MEETING.write(m.before), "after": MEETING.write(m.after)} for m in a.moved]
        return found | {"answer": "yes", "meetings": [MEETING.write(m) for m in a.meetings], "moved": moves}
    if isinstance(a, Refused):
        return found | {
            "answer": "no",
            "reason": a.reason.value,
            "proof": a.proof.value,
            "in_the_way": a.in_the_way,
            "core": CORE.write(a.core),
            "ways_out": [_plain(w) for w in a.ways_out],
        }
    return found | {"answer": "not_yet"}


def _plain(value: Any) -> dict[str, Any]:
    """The fields of a value that say something, as JSON knows them."""
    found = {f.name: getattr(value, f.name) for f in fields(value)}
    return {k: _bare(v) for k, v in found.items() if v is not None and v != ()}


def _bare(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_bare(v) for v in value]
    return value.value if isinstance(value, Enum) else value
