"""The event's own questions and their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Count, QuerySet

from handschlag.common.language import is_english
from handschlag.events.models import Event
from handschlag.registration.models import Answer, Question, Registration
from handschlag.registration.rules.questions import kept_until, words_of


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
