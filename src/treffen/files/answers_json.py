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
from treffen.files.jsontext import line_of, list_of_lines
from treffen.files.proofs import CORE, MEETINGS
from treffen.files.records import MEETING
from treffen.problem import ParticipantId, RequestId
from treffen.timetable import Timetable

FORMAT = "treffen.answers/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a desk said in one sitting, and the witness that it was left with."""

    problem: str
    policy: str
    answers: tuple[Answer, ...] = ()
    waiting: tuple[RequestId, ...] = ()
    possible: tuple[Possibility, ...] = ()
    room: Mapping[ParticipantId, int]
    withdrawn: tuple[RequestId, ...] = ()
    witness: Timetable


def answers_object(told: Answers) -> dict[str, Any]:
    """The object that `write_answers` writes, for callers that speak JSON themselves."""
    return {
        "format": FORMAT,
        "problem": told.problem,
        "policy": told.policy,
        "answers": [_answer(a) for a in told.answers],
        "waiting": list(told.waiting),
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
