"""Every member of every enumeration has words in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import Enum

import pytest

from treffen import words
from treffen.files.foreign import columns as foreign
from treffen.files.sheets import columns
from treffen.files.sheets.columns import Sheet
from treffen.problem import EntityKind, Fault, FaultKind, Goal, ReadingFault, ReadingFaultKind
from treffen.timetable import (
    Core,
    CoreKind,
    GoalResult,
    GoalStatus,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    StopReason,
    Unscheduled,
)
from treffen.verification import BoundVerdict, CoreVerdict, Objection, Violation, ViolationKind
from treffen.words import fields


def _reason(kind: Reason, language: words.Language) -> str:
    return words.reason(Unscheduled(request="7", reason=kind), language)


def _remedy(kind: RemedyKind, language: words.Language) -> str:
    return words.remedy(Remedy(kind=kind, slot="5"), language)


def _core(kind: CoreKind, language: words.Language) -> str:
    return words.core(Core(kind=kind, requests=("1", "2")), language)


def _fault(kind: FaultKind, language: words.Language) -> str:
    return words.fault(Fault(kind=kind, noun=EntityKind.REQUEST, id="7", field="after", value="8"), language)


def _reading(kind: ReadingFaultKind, language: words.Language) -> str:
    return words.fault(ReadingFault(kind=kind, field="after", value="8", expected="9"), language)


def _violation(kind: ViolationKind, language: words.Language) -> str:
    broken = Violation(
        kind=kind,
        participants=("3",),
        requests=("7",),
        slots=("5",),
        places=("t1",),
        organisations=("firm",),
        interpreters=("i1",),
    )
    return words.violation(broken, language)


def _result(kind: Goal, language: words.Language) -> str:
    status, proof = GoalStatus.FEASIBLE, ProofKind.CERTIFICATE
    return words.goal_result(GoalResult(goal=kind, value=2, bound=1, status=status, proof=proof), language)


def _long_proof(kind: ProofKind, language: words.Language) -> str:
    return words.proof(kind, language, long=True)


SENTENCES: list[tuple[type[Enum], Callable[..., str]]] = [
    (FaultKind, _fault),
    (ReadingFaultKind, _reading),
    (ViolationKind, _violation),
    (Reason, _reason),
    (RemedyKind, _remedy),
    (CoreKind, _core),
    (StopReason, words.stop_reason),
    (CoreVerdict, words.core_verdict),
    (Objection, words.objection),
    (ProofKind, _long_proof),
    (Goal, _result),
]
PHRASES: list[tuple[type[Enum], Callable[..., str]]] = [
    (Goal, words.goal),
    (GoalStatus, words.goal_status),
    (PlanStatus, words.plan_status),
    (ProofKind, words.proof),
    (BoundVerdict, words.bound_verdict),
    (EntityKind, words.noun),
]


def _members(tables: Iterable[tuple[type[Enum], Callable[..., str]]]) -> list[object]:
    return [pytest.param(say, m, id=f"{say.__name__}-{m.name}") for kind, say in tables for m in kind]


@pytest.mark.parametrize(("say", "member"), _members(SENTENCES))
def test_every_member_is_said_in_sentences_of_both_languages(say: Callable[..., str], member: Enum) -> None:
    german, english = say(member, "de"), say(member, "en")
    for text in (german, english):
        assert re.fullmatch(r"[A-ZÄÖÜ„“0-9].*[.]", text), text
        assert "!" not in text
        assert "  " not in text
        assert "{" not in text
    assert german != english


@pytest.mark.parametrize(("say", "member"), _members(PHRASES))
def test_every_member_has_a_phrase_in_both_languages(say: Callable[..., str], member: Enum) -> None:
    for text in (say(member, "de"), say(member, "en")):
        assert text.strip() == text != ""
        assert not text.endswith(".")


def test_every_column_of_a_sheet_and_every_setting_has_a_name_in_both_languages() -> None:
    sheets = [one for module in (columns, foreign) for one in vars(module).values() if isinstance(one, Sheet)]
    every = [*columns.EVENT_KEYS, *(column for sheet in sheets for column in sheet.columns)]
    assert len(every) > 60
    without = {one.field for one in every} - fields.FIELDS.keys()
    assert without == {"key", "note", "email", "first_name", "last_name"}, "none of these can be at fault"
