"""The table of what fits: questions as rows, programmes as columns, the best one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.programmes.models import Fact, FactKind, Programme
from handschlag.programmes.rules.finder import Finding, ProgrammeResult
from handschlag.programmes.rules.tables import FinderQuestion, FitVerdict, Rule, finder_questions, stages

ICONS: Final = {FitVerdict.YES: "check", FitVerdict.OPEN: "info", FitVerdict.NO: "close"}
WORDS: Final[Mapping[FitVerdict, str | Promise]] = {
    FitVerdict.YES: gettext_lazy("no conflict"),
    FitVerdict.OPEN: gettext_lazy("still open"),
    FitVerdict.NO: gettext_lazy("conflict"),
}
TOLD: Final[tuple[tuple[FactKind, str | Promise], ...]] = (
    (FactKind.PAYS, gettext_lazy("Which costs are eligible?")),
    (FactKind.DURATION, gettext_lazy("Duration")),
    (FactKind.RESULTS, gettext_lazy("Who owns the results?")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What a programme says to one question; without a verdict it is a fact beside the answers."""

    programme: str
    verdict: str
    icon: str
    word: str
    text: str  # empty: not documented
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    question: str
    cells: Sequence[_Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    name: str
    url: str
    state: str
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _FitTable:
    heads: Sequence[_Head]
    rows: Sequence[_Row]


def fit_table(
    finding: Finding, programmes: Mapping[str, Programme], facts: Mapping[int, Sequence[Fact]]
) -> _FitTable:
    """`facts` are those about each programme, by its number."""
    names = {one.programme: name_of(one.programme, programmes) for one in finding.columns}
    about = {slug: facts.get(programmes[slug].pk, ()) if slug in programmes else () for slug in names}
    judged = (
        tuple(_judged_cell(names[one.programme], one.cells[place], one, finding) for one in finding.columns)
        for place in range(len(finder_questions()))
    )
    told = (
        tuple(_told_cell(names[slug], about[slug], kind, slug == finding.best) for slug in names)
        for kind, _question in TOLD
    )
    questions = (*(words_of(one) for one in finder_questions()), *(str(question) for _kind, question in TOLD))
    return _FitTable(
        heads=tuple(_head(one, names[one.programme], programmes, finding.best) for one in finding.columns),
        rows=tuple(
            _Row(question=question, cells=cells)
            for question, cells in zip(questions, (*judged, *told), strict=True)
        ),
    )


def _judged_cell(name: str, rule: Rule, column: ProgrammeResult, finding: Finding) -> _Cell:
    return _Cell(
        programme=name,
        verdict=rule.verdict.value,
        icon=ICONS[rule.verdict],
        word=str(WORDS[rule.verdict]),
        text=pick(rule.words.de, rule.words.en),
        is_best=column.programme == finding.best,
    )


def _told_cell(name: str, facts: Sequence[Fact], kind: FactKind, is_best: bool) -> _Cell:
    texts = (pick(fact.text_de, fact.text_en) for fact in told_in(facts) if fact.kind == kind)
    return _Cell(programme=name, verdict="", icon="", word="", text=next(texts, ""), is_best=is_best)


def told_in(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The first fact of each kind that the table tells: the others stand on the page of the programme."""
    firsts = (next((fact for fact in facts if fact.kind == kind), None) for kind, _question in TOLD)
    return tuple(fact for fact in firsts if fact is not None)


def _head(column: ProgrammeResult, name: str, programmes: Mapping[str, Programme], best: str) -> _Head:
    slug = column.programme
    return _Head(
        name=name,
        url=reverse("programmes:programme", args=[slug]) if slug in programmes else "",
        state=_state_of(column),
        is_best=slug == best,
    )


def _state_of(column: ProgrammeResult) -> str:
    """Excluded, or what is missing still, in a few words."""
    if column.verdict is FitVerdict.OPEN:
        count = len(column.open)
        text = ngettext("fits, %(n)s condition open", "fits, %(n)s conditions open", count)
        return text % {"n": count}
    return _("no conflict") if column.verdict is FitVerdict.YES else _("conflict")


def name_of(slug: str, programmes: Mapping[str, Programme]) -> str:
    """The short name, or what the finder calls it where it is not listed."""
    return programmes[slug].short_name if slug in programmes else phrase_of(slug)


def phrase_of(slug: str) -> str:
    """As in "a ZIM network"."""
    return next(pick(one.name.de, one.name.en) for one in stages() if one.programme == slug)


def words_of(one: FinderQuestion) -> str:
    """The question in the language of the visitor."""
    return pick(one.words.de, one.words.en)
