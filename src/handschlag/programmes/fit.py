"""Which programme fits six answers: the finder's tables, and each rule with its fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Final

from handschlag.common.loading import read_table
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

DATA: Final = Path(__file__).resolve().parent / "data" / "finder"


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


# Of two that fit equally well, the one that comes first here.
PROGRAMMES: Final = ("zim", "zim-projekte", "igf", "go-cluster")
STEPS: Final = 3
# What is easiest to change comes first: who somebody is can hardly be changed, what they want not at all.
EFFORT: Final = {
    Question.TOGETHER: 2,
    Question.MARKET: 3,
    Question.BEGUN: 10,
    Question.SIZE: 20,
    Question.WHO: 40,
    Question.WANT: 100,  # for the sake of this somebody came
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeResult:
    """One programme beside the answers: a rule for each question."""

    programme: str
    cells: tuple[Rule, ...]

    @property
    def excluded(self) -> tuple[Rule, ...]:
        return tuple(cell for cell in self.cells if cell.verdict is FitVerdict.NO)

    @property
    def open(self) -> tuple[Rule, ...]:
        return tuple(cell for cell in self.cells if cell.verdict is FitVerdict.OPEN)

    @property
    def unpaid(self) -> tuple[Rule, ...]:
        return tuple(cell for cell in self.cells if cell.verdict is FitVerdict.UNPAID)

    @property
    def verdict(self) -> FitVerdict:
        found = {cell.verdict for cell in self.cells}
        worst = (FitVerdict.NO, FitVerdict.UNPAID, FitVerdict.OPEN)
        return next((one for one in worst if one in found), FitVerdict.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """Other answers to one question: each of them would do."""

    question: Question
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """All programmes, the best one first; `best` is empty where each of them is excluded.

    Then `changes` are the other answers that it takes least of to change this, and the programme that is the
    best one after them comes first.
    """

    columns: tuple[ProgrammeResult, ...]
    changes: tuple[AnswerChange, ...] = ()

    @property
    def nearest(self) -> ProgrammeResult:
        return self.columns[0]

    @property
    def best(self) -> str:
        return "" if self.nearest.verdict is FitVerdict.NO else self.nearest.programme


def clash_in(answers: Answers) -> Text | None:
    """What cannot be true together, in words."""
    return next((clash.words for clash in clashes() if clash.condition.holds(answers)), None)


def every_answer() -> Iterator[dict[Question, str]]:
    """All combinations there are, also those that clash."""
    questions = finder_questions()
    for values in product(*(one.answers for one in questions)):
        yield dict(zip((one.question for one in questions), values, strict=True))


def judge_programmes(answers: Answers) -> Finding:
    """Each programme beside these answers."""
    columns = _ranked(answers)
    if columns[0].verdict is not FitVerdict.NO:
        return Finding(columns=columns)
    nearest, changes = _nearest(answers)
    first = tuple(sorted(columns, key=lambda one: one.programme != nearest))
    return Finding(columns=first, changes=changes)


def _ranked(answers: Answers) -> tuple[ProgrammeResult, ...]:
    return _ranked_with(tuple(answers[question] for question in Question))


@cache
def _ranked_with(values: tuple[str, ...]) -> tuple[ProgrammeResult, ...]:
    answers = dict(zip(Question, values, strict=True))
    columns = (column(programme, answers) for programme in PROGRAMMES)
    return tuple(sorted(columns, key=_distance))


def _distance(one: ProgrammeResult) -> tuple[int, int, int, int]:
    return len(one.excluded), len(one.unpaid), len(one.open), PROGRAMMES.index(one.programme)


def _nearest(answers: Answers) -> tuple[str, tuple[AnswerChange, ...]]:
    """The programme that is the best one after the least change, and that change."""
    for questions in _by_effort():
        found = [(_best_with({**answers, **values}), values) for values in _others(questions, answers)]
        if fitting := [(best, values) for best, values in found if best]:
            best = fitting[0][0]
            return best, _as_changes(questions, [values for one, values in fitting if one == best])
    raise LookupError(answers)


def _best_with(answers: Answers) -> str:
    """The programme that fits best, empty where none does or the answers contradict each other."""
    first = _ranked(answers)[0]
    return "" if clash_in(answers) or first.verdict is FitVerdict.NO else first.programme


def _as_changes(
    questions: Sequence[Question], found: Sequence[Mapping[Question, str]]
) -> tuple[AnswerChange, ...]:
    """Of one question all answers that would do; of several one combination."""
    if len(questions) == 1:
        question = questions[0]
        return (AnswerChange(question=question, answers=tuple(values[question] for values in found)),)
    return tuple(AnswerChange(question=one, answers=(found[0][one],)) for one in questions)


def column(programme: str, answers: Answers) -> ProgrammeResult:
    """What the programme says to each question, in the order of the questions."""
    cells = tuple(answered_rules(programme, question, answers) for question in Question)
    return ProgrammeResult(programme=programme, cells=cells)


def answered_rules(programme: str, question: Question, answers: Answers) -> Rule:
    """The first rule of the programme for this question whose condition holds."""
    return next(rule for rule in _rules_of(programme, question) if rule.condition.holds(answers))


@cache
def _rules_of(programme: str, question: Question) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if (rule.programme, rule.question) == (programme, question))


def _is_open_to(programme: str, answers: Answers) -> bool:
    """Whether nothing excludes the programme, and the answers can be true together."""
    return _is_open_with(programme, tuple(answers[question] for question in Question))


@cache
def _is_open_with(programme: str, values: tuple[str, ...]) -> bool:
    answers = dict(zip(Question, values, strict=True))
    return clash_in(answers) is None and column(programme, answers).verdict is not FitVerdict.NO


def changes(programme: str, answers: Answers) -> tuple[AnswerChange, ...]:
    """What would have to be answered differently, so that nothing excludes the programme: the least of it."""
    for questions in _by_effort():
        found = [
            values for values in _others(questions, answers) if _is_open_to(programme, {**answers, **values})
        ]
        if found:
            return _as_changes(questions, found)
    raise LookupError(programme)


@cache
def _by_effort() -> tuple[tuple[Question, ...], ...]:
    """Every set of questions, the one that is easiest to answer differently first."""
    sets = (chosen for size in range(1, len(Question) + 1) for chosen in combinations(Question, size))
    return tuple(sorted(sets, key=lambda chosen: sum(EFFORT[one] for one in chosen)))


def _others(questions: tuple[Question, ...], answers: Answers) -> Iterator[dict[Question, str]]:
    """Every way to answer these questions differently, each of them."""
    words = {one.question: one.answers for one in finder_questions()}
    choices = ([value for value in words[one] if value != answers[one]] for one in questions)
    for values in product(*choices):
        yield dict(zip(questions, values, strict=True))


def beyond(answers: Answers) -> tuple[Elsewhere, ...]:
    """What the finder does not judge and somebody with these answers should know of."""
    return tuple(one for one in elsewhere() if one.condition.holds(answers))


def next_steps(best: str, answers: Answers) -> tuple[Advice, ...]:
    """Three things to do."""
    fitting = (step for step in steps() if step.best == best and step.condition.holds(answers))
    return tuple(fitting)[:STEPS]
