"""The table of what fits: questions as rows, programmes as columns, the best one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.programmes.models import Fact, FactKind, Programme
from handschlag.programmes.rules.finder import Finding, ProgrammeResult
from handschlag.programmes.rules.tables import FinderQuestion, FitVerdict, Rule, finder_questions, stages

ICONS: Final = {
    FitVerdict.YES: "check",
    FitVerdict.OPEN: "info",
    FitVerdict.UNPAID: "minus",
    FitVerdict.NO: "close",
}
TOLD: Final[tuple[tuple[FactKind, str | Promise], ...]] = (
    (FactKind.PAYS, gettext_lazy("Which costs are eligible?")),
    (FactKind.DURATION, gettext_lazy("Duration")),
    (FactKind.RESULTS, gettext_lazy("Who owns the results?")),
)


def fit_table(
    finding: Finding, programmes: Mapping[str, Programme], facts: Mapping[int, Sequence[Fact]]
) -> dict[str, Any]:
    """`facts` are those about each programme, by its number. A cell without a verdict is such a fact."""
    heads = [
        {
            "name": name_of(one.programme, programmes),
            "programme": programmes.get(one.programme),
            "state": _state_of(one),
            "is_best": one.programme == finding.best,
        }
        for one in finding.columns
    ]
    judged = [
        (words_of(one), [_judged_cell(column.cells[place]) for column in finding.columns])
        for place, one in enumerate(finder_questions())
    ]
    ids = [programmes[one.programme].pk if one.programme in programmes else 0 for one in finding.columns]
    told = [(str(question), [_told_cell(facts.get(pk, ()), kind) for pk in ids]) for kind, question in TOLD]
    rows = [(question, list(zip(heads, cells, strict=True))) for question, cells in (*judged, *told)]
    return {"heads": heads, "rows": rows}


def _judged_cell(rule: Rule) -> dict[str, Any]:
    words = pick(rule.words.de, rule.words.en)
    return {"verdict": rule.verdict, "icon": ICONS[rule.verdict], "text": words}


def _told_cell(facts: Sequence[Fact], kind: FactKind) -> dict[str, Any]:
    """Without a text it is not documented."""
    texts = (pick(fact.text_de, fact.text_en) for fact in facts if fact.kind == kind)
    return {"verdict": None, "text": next(texts, "")}


def told_in(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The first fact of each kind that the table tells: the others stand on the page of the programme."""
    firsts = (next((fact for fact in facts if fact.kind == kind), None) for kind, _question in TOLD)
    return tuple(fact for fact in firsts if fact is not None)


def _state_of(column: ProgrammeResult) -> str:
    """Excluded, or what is missing still, in a few words."""
    if column.verdict is FitVerdict.OPEN:
        count = len(column.open)
        text = ngettext("fits, %(n)s condition open", "fits, %(n)s conditions open", count)
        return text % {"n": count}
    return _(column.verdict.label)


def name_of(slug: str, programmes: Mapping[str, Programme]) -> str:
    """The short name, or what the finder calls it where it is not listed."""
    return programmes[slug].short if slug in programmes else phrase_of(slug)


def phrase_of(slug: str) -> str:
    """As in "a ZIM network"."""
    return next(pick(one.name.de, one.name.en) for one in stages() if one.programme == slug)


def words_of(one: FinderQuestion) -> str:
    """The question in the language of the visitor."""
    return pick(one.words.de, one.words.en)
