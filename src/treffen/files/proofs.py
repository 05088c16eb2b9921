"""Goals, reasons, cores and certificates of a plan as JSON objects."""

from __future__ import annotations

from typing import Any

from treffen.files.codec import (
    FLAG,
    NUMBER,
    TEXT,
    TEXTS,
    VERSIONS,
    WHOLE,
    Codec,
    Record,
    Wrong,
    Wrongs,
    choice_of,
    list_of,
    optional,
)
from treffen.files.records import MEETING, same_named
from treffen.problem import Goal, ReadingFaultKind
from treffen.timetable import (
    AssignmentCertificate,
    Certificate,
    CertificateRow,
    Core,
    CoreKind,
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    RowKind,
    SelectionCertificate,
    SlotPrice,
    StopReason,
    Timetable,
    Unscheduled,
)

GOAL = choice_of(Goal)

ROW = Record(
    make=CertificateRow,
    keys=same_named(
        kind=choice_of(RowKind),
        multiplier=WHOLE,
        participants=TEXTS,
        organisation=optional(TEXT),
        requests=TEXTS,
        slots=optional(TEXTS),
        places=optional(TEXTS),
        interpreters=optional(TEXTS),
        goal=optional(GOAL),
    ),
    required=("kind", "multiplier"),
    is_open=True,
)
SELECTION = Record(
    make=SelectionCertificate,
    keys=same_named(goal=GOAL, scale=WHOLE, rows=list_of(ROW.codec())),
    required=("goal", "scale", "rows"),
    is_open=True,
)
PRICE = Record(
    make=SlotPrice,
    keys=same_named(slot=TEXT, price=WHOLE, participant=optional(TEXT)),
    required=("slot", "price"),
    is_open=True,
)
ASSIGNMENT = Record(
    make=AssignmentCertificate,
    keys=same_named(goal=GOAL, scale=WHOLE, prices=list_of(PRICE.codec())),
    required=("goal", "scale", "prices"),
    is_open=True,
)
CERTIFICATES = {"selection": SELECTION, "assignment": ASSIGNMENT}


def _read_certificate(value: Any, wrongs: Wrongs) -> Certificate | None:
    kind = value.get("kind") if isinstance(value, dict) else None
    record = CERTIFICATES.get(kind) if isinstance(kind, str) else None
    if record is None:
        names = tuple(CERTIFICATES)
        wrong = Wrong(ReadingFaultKind.NOT_A_CHOICE, ".kind", kind, ", ".join(names), names)
        wrongs.append(wrong)
        return None
    certificate: Certificate | None = record.read(value, wrongs)
    return certificate


def _write_certificate(certificate: Certificate) -> dict[str, Any]:
    kind = "selection" if isinstance(certificate, SelectionCertificate) else "assignment"
    return {"kind": kind, **CERTIFICATES[kind].write(certificate)}


RESULT = Record(
    make=GoalResult,
    keys={
        "name": ("goal", GOAL),
        "value": ("value", WHOLE),
        "bound": ("bound", WHOLE),
        "status": ("status", choice_of(GoalStatus)),
        "proof": ("proof", choice_of(ProofKind)),
        "certificate": ("certificate", optional(Codec(_read_certificate, _write_certificate))),
    },
    required=("name", "value", "bound", "status"),
    is_open=True,
    standing_in={"proof": ProofKind.SEARCH},
)
REMEDY = Record(
    make=Remedy,
    keys=same_named(kind=choice_of(RemedyKind), slot=TEXT, participants=TEXTS, requests=TEXTS, cost=WHOLE),
    required=("kind", "slot"),
    is_open=True,
)
UNSCHEDULED = Record(
    make=Unscheduled,
    keys=same_named(
        request=TEXT,
        reason=choice_of(Reason),
        participants=TEXTS,
        requests=TEXTS,
        remedy=optional(REMEDY.codec()),
    ),
    required=("request", "reason"),
    is_open=True,
)
CORE = Record(
    make=Core,
    keys={
        "kind": ("kind", choice_of(CoreKind)),
        "requests": ("requests", TEXTS),
        "participants": ("participants", TEXTS),
        "slots": ("slots", TEXTS),
        "minimal": ("is_minimal", FLAG),
    },
    required=("kind", "requests"),
    is_open=True,
)
HELD = Record(make=MEETING.make, keys=MEETING.keys, required=MEETING.required, is_open=True)
_ALL_HELD = list_of(HELD.codec())
MEETINGS = Codec(
    lambda value, wrongs: Timetable(_ALL_HELD.read(value, wrongs)),
    lambda timetable: _ALL_HELD.write(timetable.meetings),
)

PLAN = Record(
    make=Plan,
    keys={
        "problem": ("problem", TEXT),
        "status": ("status", choice_of(PlanStatus)),
        "goals": ("goals", list_of(RESULT.codec())),
        "meetings": ("timetable", MEETINGS),
        "unscheduled": ("unscheduled", list_of(UNSCHEDULED.codec())),
        "core": ("core", optional(CORE.codec())),
        "stopped": ("stopped", choice_of(StopReason)),
        "seconds": ("seconds", NUMBER),
        "seed": ("seed", WHOLE),
        "threads": ("threads", WHOLE),
        "versions": ("versions", VERSIONS),
    },
    required=("problem", "status", "goals", "meetings"),
    is_open=True,
)
"""The whole plan, its keys in the order they are written."""
