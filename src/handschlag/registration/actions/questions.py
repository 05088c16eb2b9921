"""Organisers ask questions of their own; people's answers are written, and go in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.events.models import Event
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import Answer, Question, QuestionAudience
from handschlag.registration.queries.questions import expired_questions
from handschlag.registration.rules.questions import MOST_QUESTIONS
from handschlag.registration.rules.refusals import QuestionRefusal


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
