"""The finder's tables: its questions and answers, and what follows from them, each rule with its fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from handschlag.common.csv_tables import read_table
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

DATA: Final = Path(__file__).resolve().parent.parent / "data" / "finder"


class Question(StrEnum):
    WHO = "who"
    WANT = "want"
    TOGETHER = "together"
    MARKET = "market"
    BEGUN = "begun"
    SIZE = "size"


class FitVerdict(Labelled):
    YES = "yes", _("no conflict")
    OPEN = "open", _("still open")  # it fits if something else comes to it
    UNPAID = "unpaid", _("without funding")  # one may take part, others receive the money
    NO = "no", _("conflict")


type Answers = Mapping[Question, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in both languages."""

    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """Which answers are meant; a question that is not named may be answered in any way."""

    wanted: Mapping[Question, frozenset[str]]

    def holds(self, answers: Answers) -> bool:
        return all(answers[question] in wanted for question, wanted in self.wanted.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a programme says to a question; the first rule whose condition holds is the one."""

    programme: str
    question: Question
    condition: _Condition
    verdict: FitVerdict
    fact: str
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderQuestion:
    """A question as people read it, with its answers in their order."""

    question: Question
    words: Text
    hint: Text
    answers: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clash:
    """Answers that cannot all be true."""

    condition: _Condition
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do next, for whom; `link` says where it leads (see the table)."""

    best: str  # the programme; empty where none fits
    condition: _Condition
    title: Text
    words: Text
    link: str
    label: Text
    read_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A programme that the finder does not judge, for whom it may be something, and why."""

    programme: str
    condition: _Condition
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """A programme on the way from an idea to a product, in the order of that way."""

    programme: str
    name: Text  # as in "a ZIM network"
    when: Text
    does: Text
    fact: str


def _text(row: Mapping[str, str], before: str = "") -> Text:
    return Text(de=row[f"{before}de"], en=row[f"{before}en"])


def _condition(row: Mapping[str, str]) -> _Condition:
    """A cell names the answers that are meant, with bars between them; an empty one means any."""
    return _Condition(
        wanted={
            question: frozenset(row[question].split("|")) for question in Question if row.get(question, "")
        }
    )


def _table(name: str) -> list[dict[str, str]]:
    return read_table(DATA / f"{name}.csv")


@cache
def finder_questions() -> tuple[FinderQuestion, ...]:
    """The questions of the finder with their answers, in the order of the table; read once."""
    answers = _table("answers")
    return tuple(
        FinderQuestion(
            question=Question(row["question"]),
            words=_text(row),
            hint=_text(row, "hint_"),
            answers={one["answer"]: _text(one) for one in answers if one["question"] == row["question"]},
        )
        for row in _table("questions")
    )


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the finder in the order of the table, which decides between them; read once."""
    return tuple(
        Rule(
            programme=row["programme"],
            question=Question(row["question"]),
            condition=_condition(row),
            verdict=FitVerdict(row["verdict"]),
            fact=row["fact"],
            words=_text(row),
        )
        for row in _table("rules")
    )


@cache
def clashes() -> tuple[_Clash, ...]:
    """All combinations of answers that cannot be true together; read once."""
    return tuple(_Clash(condition=_condition(row), words=_text(row)) for row in _table("clashes"))


@cache
def steps() -> tuple[Advice, ...]:
    """All advice on what to do next, in the order of the table; read once."""
    return tuple(
        Advice(
            best=row["best"],
            condition=_condition(row),
            title=_text(row),
            words=_text(row, "text_"),
            link=row["link"],
            label=_text(row, "link_"),
            read_on=row["read_on"],
        )
        for row in _table("steps")
    )


@cache
def elsewhere() -> tuple[Elsewhere, ...]:
    """What the finder does not judge, in the order of the table; read once."""
    return tuple(
        Elsewhere(programme=row["programme"], condition=_condition(row), words=_text(row))
        for row in _table("elsewhere")
    )


STUDIES: Final = "zim-studien"  # on its facts a rule of another programme rests


def slugs_beside() -> tuple[str, ...]:
    """The programmes that the finder names and does not judge."""
    return (STUDIES, *(one.programme for one in elsewhere()))


@cache
def stages() -> tuple[_Stage, ...]:
    """All programmes on the way from an idea to a product, in that order; read once."""
    return tuple(
        _Stage(
            programme=row["programme"],
            name=_text(row),
            when=_text(row, "now_"),
            does=_text(row, "does_"),
            fact=row["fact"],
        )
        for row in _table("programmes")
    )


@cache
def facts_relied_on() -> frozenset[str]:
    """The keys of all facts on which the finder rests."""
    return frozenset(rule.fact for rule in rules()) | frozenset(stage.fact for stage in stages())
