"""The finder: six questions in a form, the answer at an address of its own, and the same on one sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.design import navigation
from handschlag.programmes import fit, funding_calls, models
from handschlag.programmes.facts import sources
from handschlag.programmes.fit import (
    Advice,
    AnswerChange,
    Answers,
    Elsewhere,
    FinderQuestion,
    Finding,
    FitVerdict,
    ProgrammeResult,
    Question,
    Rule,
    finder_questions,
    stages,
)
from handschlag.programmes.funding_calls import (
    TAKES_APPLICATIONS,
    CallCriteria,
    answer_words,
    call_row,
    found_calls,
    reasons,
    turning_point,
)
from handschlag.programmes.hooks import summaries
from handschlag.programmes.models import Fact, FactKind, FundingCall, Programme


class FinderForm(forms.Form):
    """Each question has one answer; answers that cannot be true together are said beside the last one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in finder_questions():
            self.fields[one.question.value] = forms.ChoiceField(
                label=pick(one.words.de, one.words.en),
                help_text=pick(one.hint.de, one.hint.en),
                choices=[(answer, pick(words.de, words.en)) for answer, words in one.answers.items()],
                widget=forms.RadioSelect,
                error_messages={
                    "required": gettext_lazy("This question is still open. Please choose an answer."),
                    "invalid_choice": gettext_lazy(
                        "This answer is not available. Choose one of the following."
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        answers = {question: given[question.value] for question in Question if question.value in given}
        if len(answers) == len(Question) and (clash := fit.clash_in(answers)):
            self.add_error(Question.SIZE.value, pick(clash.de, clash.en))
        return given


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


def fitting_calls(answers: Answers, calls: Sequence[FundingCall], *, now: datetime) -> list[dict[str, Any]]:
    """What can be applied for now, what closes next first."""
    rows = []
    for call in found_calls(calls, CallCriteria(status=TAKES_APPLICATIONS), now=now):
        asked = reasons(call.conditions, call.programme.slug if call.programme else "", answers)
        if asked is None:
            continue
        named = [_("“%(answer)s”") % {"answer": answer_words(one, answers[one])} for one in asked]
        why = _("Because you answered: %(answers)s.") % {"answers": ", ".join(named)}
        if not named and call.programme:
            why = _("Because your answers fit %(programme)s.") % {"programme": call.programme.short}
        rows.append({**call_row(call, now=now), "why": why})
    return rows


GROUND = "go-cluster"  # it carries all the others


def slugs() -> tuple[str, ...]:
    """The addresses of the programmes in the chain, in its order."""
    return tuple(stage.programme for stage in stages())


def chain_context(programmes: Mapping[str, Programme], *, now: str = "", here: str = "") -> dict[str, Any]:
    """The programme that fits now, or the one whose page this is, is marked; there may be none."""
    marks = {now: _("now"), here: _("this programme")}
    shown = {
        one.programme: {
            "stage": one,
            "programme": programmes.get(one.programme),
            "name": name_of(one.programme, programmes),
            "mark": marks.get(one.programme, ""),
        }
        for one in stages()
    }
    ground = shown.pop(GROUND)
    return {"stages": list(shown.values()), "ground": ground}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeInfo:
    """What the platform knows about the programmes of the finder."""

    programmes: Mapping[str, Programme]
    facts: Mapping[int, Sequence[Fact]]
    told: Mapping[int, Sequence[str]]


def result_context(answers: Answers, known: ProgrammeInfo, *, today: date) -> dict[str, Any]:
    """The result of the finder: what fits, why others do not, and what to do next."""
    finding = fit.judge_programmes(answers)
    query = urlencode({question.value: answers[question] for question in Question})
    steps = tuple(_step_line(step, known, query) for step in fit.next_steps(finding.best, answers))
    return {
        "title": _title_of(finding),
        "lead": _lead_of(finding),
        "action": steps[0],
        "given": tuple((one, one.answers[answers[one.question]]) for one in finder_questions()),
        "table": fit_table(finding, known.programmes, known.facts),
        "why_not": tuple(_why_not(one, answers, known) for one in finding.columns if one.excluded),
        "chain": chain_context(known.programmes, now=finding.best),
        "steps": steps,
        "elsewhere": tuple(
            (known.programmes[one.programme], _said(one))
            for one in fit.beyond(answers)
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
        "changes": [_change_words(one) for one in fit.changes(column.programme, answers)],
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
        "url": step.link if is_external else finder_address(step.link, query),
        "is_external": is_external,
        "read_on": date.fromisoformat(step.read_on) if step.read_on else None,
    }


def _is_about(step: Advice, programme: str) -> bool:
    """Whether a step leads to the networks of a programme."""
    return step.link == f"networks?programme={programme}"


def finder_address(link: str, query: str) -> str:
    """Where a step leads: pages of higher floors are looked up, never imported."""
    name, _mark, narrowed = link.partition("?")
    if name == "change":
        return f"{reverse('programmes:finder')}?{query}"
    if name.startswith("programme:"):
        return reverse("programmes:programme", args=[name.removeprefix("programme:")])
    url = navigation.address_of(f"directory:{name}") or reverse("programmes:programmes")
    return f"{url}?{narrowed}" if narrowed else url


UNFIT = 422


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def finder_page(request: HttpRequest) -> HttpResponse:
    """The questions; answers in the address are filled in."""
    given = {name.value: request.GET[name] for name in Question if name in request.GET}
    return _asked(request, FinderForm(initial=given))


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def result_page(request: HttpRequest) -> HttpResponse:
    """The result page of the finder; the questions again where answers are missing."""
    return _answered(request, "programmes/result.html")


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def sheet_page(request: HttpRequest) -> HttpResponse:
    """The same on one page of paper."""
    return _answered(request, "programmes/sheet.html")


def _asked(request: HttpRequest, form: FinderForm, *, status: int = 200) -> HttpResponse:
    return render(request, "programmes/finder.html", {"form": form}, status=status)


def _answered(request: HttpRequest, template: str) -> HttpResponse:
    """The result; the questions again where answers are missing, unknown or contradict each other."""
    form = FinderForm(request.GET)
    if not form.is_valid():
        return _asked(request, form, status=UNFIT)
    answers = {name: form.cleaned_data[name] for name in Question}
    address = settings.BASE_URL + reverse("programmes:finder_result")
    now, calls = timezone.now(), list(funding_calls.public_calls())
    context = {
        "screen": _screen_of(answers, today=timezone.localdate()),
        "address": address,
        "calls": fitting_calls(answers, calls, now=now),
    }
    return keep_until(render(request, template, context), turning_point(calls, now=now))


def _screen_of(answers: dict[Question, str], *, today: date) -> dict[str, Any]:
    programmes = models.programmes_at((*slugs(), *fit.slugs_beside()))
    ids = [one.pk for one in programmes.values()]
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in models.facts_about(ids):
        facts[fact.programme_id].append(fact)
    known = ProgrammeInfo(programmes=programmes, facts=facts, told=summaries(ids, today=today))
    return result_context(answers, known, today=today)
