"""Own questions at registration: asked, answered, shown to whom they are for, exported, and gone in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.refusals import Refusal
from handschlag.events.copying import copy_event
from handschlag.events.models import Event
from handschlag.registration import changes, personal_data, questions
from handschlag.registration.access import link_of
from handschlag.registration.models import Answer, Question, QuestionAudience, Registration
from handschlag.registration.participants import get_listed_participants
from handschlag.registration.personal_data import everything_of
from handschlag.registration.questions import QuestionRefusal
from handschlag.registration.registration_data import Viewer, saved_data
from handschlag.registration.registrations import registration_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(event: Event) -> Callable[..., Question]:
    """`ask("Größe?", kind="choice", options=[...])`: the event asks this."""

    def do(label: str, **values: Any) -> Question:
        position = Question.objects.filter(event=event).count()
        return Question.objects.create(event=event, label_de=label, position=position, **values)

    return do


def test_an_organiser_asks_changes_moves_and_deletes(
    event: Event, otto: User, signed_in: Callable[[User], Client]
) -> None:
    desk, here = signed_in(otto), reverse("registration:questions", args=[event.slug])
    new = reverse("registration:new_question", args=[event.slug])
    typed = {
        "label_de": "Welche Farbe?",
        "kind": "choice",
        "options": "Rot | Red",
        "audience": "organisers",
        "kept_days": "10",
    }
    assert desk.post(new, typed).status_code == 422  # one option is no choice
    assert desk.post(new, {**typed, "options": "Rot | Red\nBlau", "more": "1"})["Location"] == new
    desk.post(new, {**typed, "label_de": "Wie viele?", "kind": "number", "is_required": "on"})
    first, second = Question.objects.all()
    assert (first.options, second.options, second.is_required) == ([["Rot", "Red"], ["Blau", ""]], [], True)
    act = reverse("registration:change_questions", args=[event.slug])
    desk.post(act, {"do": "up", "question": second.pk})
    assert list(Question.objects.all()) == [second, first]
    assert "Welche Farbe?" in desk.get(here).content.decode()
    desk.post(act, {"do": "remove", "question": second.pk})
    assert list(Question.objects.all()) == [first]


def test_the_form_asks_and_what_is_required_has_to_be_answered(
    event: Event, ask: Callable[..., Question], client: Client, opening: Callable[[str], str]
) -> None:
    text = ask("Allergie?", is_required=True)
    several = ask("Was?", kind="several", options=[["Rot", "Red"], ["Blau", ""]])
    number = ask("Wie viele?", kind="number")
    page = reverse("registration:register", args=[event.slug])
    shown = client.get(page).content.decode()
    assert [one.label_de in shown for one in (text, several, number)] == [True, True, True]
    typed: dict[str, Any] = {"name": "Ada", "email": "ada@example.org", "organisation": "Werkstatt"}
    assert "Diese Frage braucht eine Antwort." in client.post(page, typed).content.decode()
    typed |= {
        f"answer_{text.pk}": "Nüsse",
        f"answer_{several.pk}": ["Rot", "Blau"],
        f"answer_{number.pk}": "x",
    }
    assert client.post(page, typed).status_code == 422
    assert client.post(page, {**typed, f"answer_{number.pk}": "3"}).status_code == 302
    link = opening("ada@example.org")
    assert "Rot, Blau" in client.get(link).content.decode()
    client.post(link)
    ada = Registration.objects.get()
    assert [one.said for one in ada.answers.all()] == [["Nüsse"], ["Rot", "Blau"], ["3"]]


def test_answers_are_changed_and_kept_where_they_are_not_asked(
    event: Event, ask: Callable[..., Question], register: Callable[..., Registration], now: datetime
) -> None:
    one, two = ask("Eins?"), ask("Zwei?")
    ada = register(event, answers={one.pk: ("a",), two.pk: ("b",), 999_999: ("fremd",)})
    assert [each.said for each in ada.answers.all()] == [["a"], ["b"]]
    known = saved_data(ada)
    assert known.answers == {one.pk: ("a",), two.pk: ("b",)}
    facts = replace(known, answers={one.pk: ()})
    changes.change(
        registration_id=ada.pk, seen=ada.version, facts=facts, has_link=True, by=Subject(), now=now
    )
    assert [each.said for each in ada.answers.all()] == [["b"]]


def test_everybody_sees_what_is_for_them(
    event: Event, ask: Callable[..., Question], register: Callable[..., Registration], client: Client
) -> None:
    secret, shown = ask("Geheim?"), ask("Farbe?", audience="participants", options=[["Rot", "Red"]])
    ada = register(
        event,
        answers={secret.pk: ("nur intern",), shown.pk: ("Rot",)},
        consents=frozenset({"participants_list"}),
    )
    assert [one.answers for one in get_listed_participants(event.pk, Viewer.PARTICIPANT)] == [("Rot",)]
    own = client.get(reverse("registration:own", args=[link_of(ada)])).content.decode()
    assert "nur intern" in own
    assert everything_of(ada)["answers"][0] == {"question": "Geheim?", "answer": "nur intern"}
    head, line = registration_lines(event, [ada])
    assert (head[-2:], line[-2:]) == (("Geheim?", "Farbe?"), ("nur intern", "Rot"))
    ada.is_remote = True
    assert dict(zip(*registration_lines(event, [ada]), strict=True))["Nimmt online teil"] == "ja"


def test_answers_go_with_the_person_and_when_their_time_is_over(
    event: Event, ask: Callable[..., Question], register: Callable[..., Registration], now: datetime
) -> None:
    short, long = ask("Kurz?", kept_days=0), ask("Lang?", kept_days=30)
    answers = {short.pk: ("a",), long.pk: ("b",)}
    ada = register(event, answers=answers)
    register(event, "bo", answers=answers)
    personal_data.erase(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert Answer.objects.count() == 2
    after = now + (event.last_day - now.date())
    assert questions.forget_answers(now=after) == 0
    assert questions.forget_answers(now=after + timedelta(days=1)) == 1
    assert [one.question for one in Answer.objects.all()] == [long]
    assert questions.forget_answers(now=after + timedelta(days=31)) == 1


def test_the_kind_stays_once_somebody_has_answered_and_strangers_ask_nothing(
    event: Event,
    ask: Callable[..., Question],
    register: Callable[..., Registration],
    otto: User,
    paul: User,
    now: datetime,
) -> None:
    question = ask("Eins?")
    register(event, answers={question.pk: ("a",)})
    values: dict[str, Any] = {"event_id": event.pk, "question_id": question.pk, "now": now}
    with pytest.raises(Refusal) as no:
        questions.save_question(values={"kind": "number"}, by=otto.subject, **values)
    assert no.value.reason is QuestionRefusal.ANSWERED
    wider = {"kind": question.kind, "audience": QuestionAudience.PARTICIPANTS}
    with pytest.raises(Refusal) as no:
        questions.save_question(values=wider, by=otto.subject, **values)
    assert no.value.reason is QuestionRefusal.ANSWERED_IN_CONFIDENCE
    with pytest.raises(Denied):
        questions.save_question(values={"kind": "text"}, by=paul.subject, **values)
    with pytest.raises(Denied):
        questions.remove_question(by=Subject(), **values)


def test_questions_are_copied_with_the_event_without_answers(
    event: Event,
    ask: Callable[..., Question],
    register: Callable[..., Registration],
    otto: User,
    now: datetime,
) -> None:
    question = ask("Eins?", label_en="One?", is_required=True)
    register(event, answers={question.pk: ("a",)})
    copied = copy_event(
        event_id=event.pk,
        title_de="Noch einmal",
        title_en="",
        first_day=date(2028, 4, 12),
        with_speakers=False,
        by=otto.subject,
        now=now,
    )
    again = Question.objects.get(event=copied.event)
    assert (again.label_de, again.label_en, again.is_required, again.answers.count()) == (
        "Eins?",
        "One?",
        True,
        0,
    )
