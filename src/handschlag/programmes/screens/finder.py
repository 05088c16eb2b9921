"""The answer of the finder: what fits, why, why not the others, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.design import navigation
from handschlag.programmes.models import Fact, Programme
from handschlag.programmes.rules import finder
from handschlag.programmes.rules.finder import AnswerChange, Finding, ProgrammeResult
from handschlag.programmes.rules.tables import (
    Advice,
    Answers,
    Elsewhere,
    FitVerdict,
    Question,
    Rule,
    finder_questions,
    stages,
)
from handschlag.programmes.screens.chain import chain_screen
from handschlag.programmes.screens.fit import fit_table, name_of, phrase_of, told_in, words_of
from handschlag.programmes.screens.sources import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeInfo:
    """What the platform knows about the programmes of the finder."""

    programmes: Mapping[str, Programme]
    facts: Mapping[int, Sequence[Fact]]
    told: Mapping[int, Sequence[str]]


def result_screen(answers: Answers, known: ProgrammeInfo, *, today: date) -> dict[str, Any]:
    """The result of the finder: what fits, why others do not, and what to do next."""
    finding = finder.judge(answers)
    query = urlencode({question.value: answers[question] for question in Question})
    steps = tuple(_step_line(step, known, query) for step in finder.next_steps(finding.best, answers))
    return {
        "title": _title_of(finding),
        "lead": _lead_of(finding),
        "action": steps[0],
        "given": tuple((one, one.answers[answers[one.question]]) for one in finder_questions()),
        "table": fit_table(finding, known.programmes, known.facts),
        "why_not": tuple(_why_not(one, answers, known) for one in finding.columns if one.excluded),
        "chain": chain_screen(known.programmes, now=finding.best),
        "steps": steps,
        "elsewhere": tuple(
            (known.programmes[one.programme], _said(one))
            for one in finder.beyond(answers)
            if one.programme in known.programmes
        ),
        "sources": sources(_cited(finding, known), today=today),
        "query": query,
        "today": today,
    }


def _cited(finding: Finding, known: ProgrammeInfo) -> list[Fact]:
    """The facts behind what this page says."""
    keys = {cell.fact for column in finding.columns for cell in column.cells}
    keys |= {stage.fact for stage in stages()}
    judged = (known.programmes.get(one.programme) for one in finding.columns)
    shown = {fact.pk for one in judged if one for fact in told_in(known.facts.get(one.pk, ()))}
    return [fact for facts in known.facts.values() for fact in facts if fact.key in keys or fact.pk in shown]


def _title_of(finding: Finding) -> str:
    if not finding.best:
        return _("With these answers none of the four programmes fits.")
    names = {"programme": phrase_of(finding.best)}
    if finding.nearest.verdict is FitVerdict.UNPAID:
        words = _("None of the four programmes funds you. Without funding you may take part: %(programme)s.")
        return words % names
    if finding.nearest.verdict is FitVerdict.YES:
        return _("For your plan %(programme)s fits.") % names
    return _("For your plan %(programme)s fits best.") % names


def _lead_of(finding: Finding) -> str:
    nearest = finding.nearest
    if nearest.verdict is FitVerdict.YES:
        return _("Your answers meet every condition that is asked for here. The responsible body decides.")
    if nearest.verdict is FitVerdict.UNPAID:
        return _("Please note: %(what)s.") % {
            "what": "; ".join(_said(rule) for rule in (*nearest.unpaid, *nearest.open))
        }
    if nearest.verdict is FitVerdict.OPEN:
        words = ngettext(
            "One thing is still open: %(what)s.", "%(n)s things are still open: %(what)s.", len(nearest.open)
        )
        return words % {"n": len(nearest.open), "what": "; ".join(_said(rule) for rule in nearest.open)}
    words = _("The closest match is %(programme)s. You would need: %(what)s.")
    what = "; ".join(_change_words(one) for one in finding.changes)
    return words % {"programme": phrase_of(nearest.programme), "what": what}


def _said(rule: Rule | Elsewhere) -> str:
    return pick(rule.words.de, rule.words.en)


def _answer_words(question: Question, answer: str) -> str:
    words = next(one.answers[answer] for one in finder_questions() if one.question is question)
    return pick(words.de, words.en)


def _question_words(question: Question) -> str:
    return next(words_of(one) for one in finder_questions() if one.question is question)


def _why_not(column: ProgrammeResult, answers: Answers, known: ProgrammeInfo) -> dict[str, Any]:
    """A programme that is excluded: by which answers, and what would have to change."""
    return {
        "name": name_of(column.programme, known.programmes),
        "reasons": [_reason(rule, answers) for rule in column.excluded],
        "changes": [_change_words(one) for one in finder.changes(column.programme, answers)],
    }


def _reason(rule: Rule, answers: Answers) -> str:
    """The answer that excludes, and why."""
    words = _("“%(answer)s”: %(why)s")
    return words % {"answer": _answer_words(rule.question, answers[rule.question]), "why": _said(rule)}


def _change_words(change: AnswerChange) -> str:
    """The question, and the answers that would do."""
    words = _("%(question)s %(answers)s")
    answers = (_("“%(answer)s”") % {"answer": _answer_words(change.question, one)} for one in change.answers)
    return words % {"question": _question_words(change.question), "answers": _(" or ").join(answers)}


def _step_line(step: Advice, known: ProgrammeInfo, query: str) -> dict[str, Any]:
    """What to do next, what is known of it here, and where it leads."""
    is_external = step.link.startswith("https://")
    told = [known.told.get(one.pk, ()) for slug, one in known.programmes.items() if _is_about(step, slug)]
    return {
        "step": step,
        "told": told[0] if told else (),
        "url": step.link if is_external else address_of(step.link, query),
        "is_external": is_external,
        "read_on": date.fromisoformat(step.read_on) if step.read_on else None,
    }


def _is_about(step: Advice, programme: str) -> bool:
    """Whether a step leads to the networks of a programme."""
    return step.link == f"networks?programme={programme}"


def address_of(link: str, query: str) -> str:
    """Where a step leads: pages of higher floors are looked up, never imported."""
    name, _mark, narrowed = link.partition("?")
    if name == "change":
        return f"{reverse('programmes:finder')}?{query}"
    if name.startswith("programme:"):
        return reverse("programmes:programme", args=[name.removeprefix("programme:")])
    url = navigation.address_of(f"directory:{name}") or reverse("programmes:programmes")
    return f"{url}?{narrowed}" if narrowed else url
