"""The event's own questions: asked, answered, changed by organisers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import is_english, pick
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import local_date
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine, TidyText
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, event_for_team, require_team
from handschlag.registration.models import (
    MOST_DAYS,
    Answer,
    Question,
    QuestionAudience,
    QuestionKind,
    Registration,
)
from handschlag.registration.places import lock_event

MOST_QUESTIONS: Final = 20
MOST_OPTIONS: Final = 30
LONGEST_ANSWER: Final = 500
LONGEST_OPTION: Final = 120
FIELD: Final = "answer_"  # how the fields of a form begin

type Options = Sequence[Sequence[str]]


def options_in(text: str) -> list[list[str]]:
    """One option on each line, in German, and after a bar in English; each once.

    >>> options_in("Rot | Red\\n\\nBlau")
    [['Rot', 'Red'], ['Blau', '']]
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        german, _bar, english = (" ".join(part.split()) for part in line.partition("|"))
        if german:
            found.setdefault(german, english)
    return [[german, english] for german, english in found.items()]


def options_text(options: Options) -> str:
    """The same, to be typed over.

    >>> options_text([["Rot", "Red"], ["Blau", ""]])
    'Rot | Red\\nBlau'
    """
    return "\n".join(" | ".join(filter(None, pair)) for pair in options)


def kept_until(last_day: date, kept_days: int) -> date:
    """The last day on which answers are there."""
    return last_day + timedelta(days=kept_days)


def words_of(said: Sequence[str], options: Options, *, is_english: bool) -> str:
    """An answer in the language of the reader; what is no option (any more) as it was said.

    >>> words_of(["Rot", "Lila"], [["Rot", "Red"]], is_english=True)
    'Red, Lila'
    """
    english = {german: other for german, other in options if other} if is_english else {}
    return ", ".join(english.get(one, one) for one in said)


def questions_of(event_id: int) -> Sequence[Question]:
    """All questions of the event, in their order."""
    return list(Question.objects.filter(event=event_id))


def counted_questions(event_id: int) -> QuerySet[Question]:
    """The same, each with the number of its answers."""
    return Question.objects.filter(event=event_id).annotate(answered=Count("answers"))


def words(answer: Answer) -> str:
    """An answer in the language that is spoken now; its question is there."""
    return words_of(answer.said, answer.question.options, is_english=is_english())


def answers_of(registration: Registration) -> Sequence[tuple[str, str]]:
    """What the person answered, with the question; nothing for who is not saved yet."""
    if registration.pk is None:
        return ()
    rows = Answer.objects.filter(registration=registration).select_related("question")
    return [(one.question.label, words(one)) for one in rows]


def typed_answers(event_id: int, answers: Mapping[int, Sequence[str]]) -> Sequence[tuple[str, str]]:
    """The same for answers that are not saved yet."""
    return [
        (one.label, words_of(answers[one.pk], one.options, is_english=is_english()))
        for one in (questions_of(event_id) if answers else ())
        if answers.get(one.pk)
    ]


def answers_by_registration(
    event_id: int, *, audiences: Collection[str] = ()
) -> Mapping[int, Mapping[int, str]]:
    """By registration and question: the words; of these audiences only, if any are named."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Answer.objects.filter(question__event=event_id).select_related("question")
    for one in rows.filter(question__audience__in=audiences) if audiences else rows:
        found[one.registration_id][one.question_id] = words(one)
    return found


def expired_questions(today: date) -> Sequence[int]:
    """Questions whose answers are not kept any longer."""
    rows = Question.objects.filter(answers__isnull=False).distinct()
    pairs = rows.values_list("pk", "event__last_day", "kept_days")
    return [pk for pk, last_day, days in pairs if kept_until(last_day, days) < today]


def question_of(event: Event, pk: int) -> Question | None:
    """One question of this event."""
    return Question.objects.filter(event=event, pk=pk).first()


@transaction.atomic
def save_question(
    *, event_id: int, question_id: int | None, values: Mapping[str, Any], by: Subject, now: datetime
) -> Question:
    """A new question, or another wording; the kind stays once somebody has answered."""
    require_team(by, event_id)
    event = lock_event(event_id)
    rows = Question.objects.filter(event=event)
    if question_id is None:
        if rows.count() >= MOST_QUESTIONS:
            raise Refusal(QuestionRefusal.TOO_MANY)
        last = rows.aggregate(last=Max("position"))["last"]
        question = Question(event=event, position=0 if last is None else last + 1)
    else:
        question = _one(event, question_id)
        _require_as_answered(question, values)
    for name, value in values.items():
        setattr(question, name, value)
    question.save()
    if question_id is None:
        audit.record(verb="registration.question_added", target=question, by_id=by.user_id, now=now)
    else:
        audit.record(verb="registration.question_changed", target=question, by_id=by.user_id, now=now)
    return question


def _require_as_answered(question: Question, values: Mapping[str, Any]) -> None:
    """What people answered to organisers is not shown to more people afterwards, nor is it read otherwise."""
    if not question.answers.exists():
        return
    if values["kind"] != question.kind:
        raise Refusal(QuestionRefusal.ANSWERED)
    was_for_organisers = question.audience == QuestionAudience.ORGANISERS
    if was_for_organisers and values.get("audience", question.audience) != question.audience:
        raise Refusal(QuestionRefusal.ANSWERED_IN_CONFIDENCE)


def _one(event: Event, question_id: int) -> Question:
    found = Question.objects.filter(event=event, pk=question_id).first()
    if found is None:
        raise Refusal(QuestionRefusal.GONE)
    return found


@transaction.atomic
def remove_question(*, event_id: int, question_id: int, by: Subject, now: datetime) -> None:
    """The question and its answers are gone."""
    require_team(by, event_id)
    question = _one(lock_event(event_id), question_id)
    changes = {"answers": [question.answers.count(), 0]}
    audit.record(
        verb="registration.question_removed", target=question, by_id=by.user_id, now=now, changes=changes
    )
    question.delete()


@transaction.atomic
def move_question_up(*, event_id: int, question_id: int, by: Subject, now: datetime) -> None:
    """The question is asked one place earlier; the first one stays."""
    require_team(by, event_id)
    rows: Sequence[Question] = list(Question.objects.filter(event=lock_event(event_id)))
    order = [one.pk for one in rows]
    if question_id not in order:
        raise Refusal(QuestionRefusal.GONE)
    at = order.index(question_id)
    if at:
        order[at - 1], order[at] = order[at], order[at - 1]
    for position, pk in enumerate(order):
        Question.objects.filter(pk=pk).update(position=position)
    audit.record(verb="registration.question_changed", target=rows[at], by_id=by.user_id, now=now)


def copy_questions(source: Event, target: Event) -> None:
    """The questions of an event, without answers; needs no right beside that to copy the event."""
    rows = list(Question.objects.filter(event=source))
    for one in rows:
        one.pk, one.event = None, target
    Question.objects.bulk_create(rows)


@transaction.atomic
def forget_answers(*, now: datetime) -> int:
    """Answers whose time is over are gone; how many."""
    expired = expired_questions(local_date(now))
    return Answer.objects.filter(question__in=expired).delete()[0]


_KINDS: Final = (
    (QuestionKind.TEXT, gettext_lazy("Text")),
    (QuestionKind.NUMBER, gettext_lazy("Number")),
    (QuestionKind.CHOICE, gettext_lazy("One of several options")),
    (QuestionKind.SEVERAL, gettext_lazy("Any number of options")),
)
_AUDIENCES: Final = (
    (QuestionAudience.ORGANISERS, gettext_lazy("organisers only")),
    (QuestionAudience.PARTICIPANTS, gettext_lazy("also on the list of participants")),
)
_COLUMNS: Final = (
    *("kind", "label_de", "label_en", "hint_de", "hint_en"),
    *("is_required", "audience", "kept_days"),
)
_MISSING: Final = gettext_lazy("This question needs an answer.")


def answer_field(question: Question, *, is_required: bool) -> forms.Field:
    """The field in which somebody answers."""
    hints = [question.hint]
    if question.audience == QuestionAudience.PARTICIPANTS:
        hints.append(str(gettext_lazy("Other participants see this answer in the list of participants.")))
    shown: dict[str, Any] = {
        "label": question.label,
        "help_text": " ".join(filter(None, hints)),
        "required": is_required,
        "error_messages": {"required": _MISSING},
    }
    options = [(german, pick(german, english)) for german, english in question.options]
    match question.kind:
        case QuestionKind.NUMBER:
            return forms.IntegerField(min_value=0, max_value=1_000_000_000, **shown)
        case QuestionKind.CHOICE:
            none = [] if is_required else [("", gettext_lazy("no answer"))]
            return forms.ChoiceField(choices=[*none, *options], widget=forms.RadioSelect, **shown)
        case QuestionKind.SEVERAL:
            tick = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=options, widget=tick, **shown)
    return TidyText(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}), **shown)


def field_of(question: Question) -> str:
    """The name of its field."""
    return f"{FIELD}{question.pk}"


def said_in(value: Any) -> tuple[str, ...]:
    """What a field gives, as answers are kept."""
    if value in (None, ""):
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def initial_answer(question: Question, said: Sequence[str]) -> Any:
    """What the field shows of an earlier answer."""
    if question.kind == QuestionKind.SEVERAL:
        return list(said)
    return said[0] if said else ""


class QuestionForm(forms.Form):
    """One question, as organisers write it."""

    label_de = OneLine(label=gettext_lazy("Question in German"), max_length=200)
    label_en = OneLine(label=gettext_lazy("Question in English"), max_length=200, required=False)
    hint_de = OneLine(label=gettext_lazy("Hint in German"), max_length=300, required=False)
    hint_en = OneLine(label=gettext_lazy("Hint in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Answer"), choices=_KINDS, widget=forms.RadioSelect)
    options = TidyText(
        label=gettext_lazy("Options"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line: German, then a bar and English, for example “Rot | Red”."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("An answer is required."), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees the answers"), choices=_AUDIENCES, widget=forms.RadioSelect
    )
    kept_days = forms.IntegerField(
        label=gettext_lazy("Days after the event until the answers are deleted"),
        min_value=0,
        max_value=MOST_DAYS,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        options = options_in(given.get("options", ""))
        has_options = given.get("kind") in {QuestionKind.CHOICE, QuestionKind.SEVERAL}
        if has_options and len(options) < 2:
            self.add_error("options", gettext_lazy("Enter at least two options."))
        if len(options) > MOST_OPTIONS or any(
            len(word) > LONGEST_OPTION for pair in options for word in pair
        ):
            self.add_error(
                "options",
                gettext_lazy("At most %(most)s options of %(length)s characters each.")
                % {"most": MOST_OPTIONS, "length": LONGEST_OPTION},
            )
        return given

    def values(self) -> dict[str, Any]:
        """The columns of the question; only for a form that is valid."""
        given = self.cleaned_data
        has_options = given["kind"] in {QuestionKind.CHOICE, QuestionKind.SEVERAL}
        options = options_in(given["options"]) if has_options else []
        return {**{name: given[name] for name in _COLUMNS}, "options": options}


def initial_question(question: Question | None) -> dict[str, Any]:
    """What the form shows at first."""
    if question is None:
        return {"kind": QuestionKind.TEXT, "audience": QuestionAudience.ORGANISERS, "kept_days": 30}
    shown = {name: getattr(question, name) for name in _COLUMNS}
    return {**shown, "options": options_text(question.options)}


@never_cache
@require_safe
def questions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the event, with how many have answered."""
    event, by = event_for_team(request, slug)
    context = console_context(event, by, current=CURRENT, rows=counted_questions(event.pk))
    return render(request, "registration/organising/questions.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def new_question_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for one more question."""
    event, by = event_for_team(request, slug)
    return _form_page(request, event, None, by=by)


@never_cache
@require_http_methods(GET_OR_POST)
def question_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for another wording."""
    event, by = event_for_team(request, slug)
    question = question_of(event, pk)
    if question is None:
        raise Http404
    return _form_page(request, event, question, by=by)


def _form_page(request: HttpRequest, event: Event, question: Question | None, *, by: Subject) -> HttpResponse:
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=initial_question(question)
    )
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            save_question(
                event_id=event.pk,
                question_id=question.pk if question else None,
                values=form.values(),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(request, gettext("Saved."))
            return redirect(_next(request, event))
    back = reverse("registration:questions", args=[event.slug])
    crumbs = (
        Crumb(gettext("Questions"), back),
        Crumb(question.label if question else gettext("New question")),
    )
    context = console_context(
        event, by, current=CURRENT, form=form, question=question, fault=fault, crumbs=crumbs
    )
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/question.html", context, status=status)


def _next(request: HttpRequest, event: Event) -> str:
    """Another new question, or the list."""
    name = "new_question" if "more" in request.POST else "questions"
    return reverse(f"registration:{name}", args=[event.slug])


@require_POST
def change_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """One question goes up, or goes away with its answers."""
    event, by = event_for_team(request, slug)
    act = remove_question if request.POST.get("do") == "remove" else move_question_up
    try:
        act(event_id=event.pk, question_id=number_in(request.POST, "question"), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("Saved."))
    return redirect("registration:questions", slug=slug)


class QuestionRefusal(Reason):
    TOO_MANY = "too_many_questions", _("There are 20 questions already. Delete one first.")
    ANSWERED = (
        "question_answered",
        _("Someone has answered already, so the kind of answer stays. Ask a new question instead."),
    )
    ANSWERED_IN_CONFIDENCE = (
        "question_answered_in_confidence",
        _("People have answered to organisers only, so nobody else sees it. Ask a new question instead."),
    )
    GONE = "question_gone", _("This question has been deleted.")


def write_answers(registration: Registration, answers: Mapping[int, Sequence[str]]) -> bool:
    """The questions that are named have these answers now; whether that changed any."""
    if not answers:
        return False
    before = {one.question_id: one.said for one in registration.answers.all()}
    known = set(Question.objects.filter(event=registration.event_id).values_list("pk", flat=True))
    after = {pk: list(said) for pk, said in answers.items() if pk in known}
    changed = {pk for pk, said in after.items() if before.get(pk, []) != said}
    Answer.objects.filter(registration=registration, question__in=changed).delete()
    Answer.objects.bulk_create(
        Answer(registration=registration, question_id=pk, said=after[pk])
        for pk in sorted(changed)
        if after[pk]
    )
    return bool(changed)
