"""30 and 90 days after everybody is asked once, answers by one click, and may delete everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.people.test_afterwards import release, say
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts import policy
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.day import outcomes
from handschlag.day.models import Asked, Mark, Note, Outcome
from handschlag.day.outcomes import question_now, questions_due
from handschlag.matching.models import Participant, Request
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
type Linked = Callable[[Participant], str]
DAY = builders.clock("12:00", builders.SECOND_DAY)


@pytest.fixture
def stand_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """So many days after the conference."""

    def put(days: int) -> datetime:
        moment = DAY + timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return put


def letters() -> list[str]:
    rows = Mail.objects.filter(text__contains="/came-of-it/").order_by("to")
    return list(rows.values_list("to", flat=True))


def test_everybody_who_met_is_asked_once_each_time(
    met: Request, ada: Participant, bo: Participant, cy: Participant
) -> None:
    both = ["ada-lindqvist@example.org", "bo-nilsson@example.org"]
    written = [
        outcomes.send_outcome_reminders(now=DAY + timedelta(days=days))
        for days in (0, 29, 30, 31, 89, 90, 91)
    ]
    assert written == [0, 0, 2, 0, 0, 2, 0]
    assert letters() == sorted([*both, *both])
    assert sorted(Asked.objects.values_list("after_days", flat=True)) == [30, 30, 90, 90]


def test_nobody_is_asked_long_after_or_of_what_did_not_take_place(
    met: Request, ada: Participant, bo: Participant
) -> None:
    say(met, ada, took_place=False)
    assert outcomes.send_outcome_reminders(now=DAY + timedelta(days=40)) == 0, "nothing to ask Bo"
    say(met, bo, took_place=True)
    assert outcomes.send_outcome_reminders(now=DAY + timedelta(days=52)) == 0
    assert outcomes.send_outcome_reminders(now=DAY + timedelta(days=40)) == 1
    assert letters() == ["bo-nilsson@example.org"]
    assert question_now(DAY.date(), (DAY + timedelta(days=200)).date()) == 90
    assert questions_due(DAY.date(), (DAY + timedelta(days=200)).date()) == ()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter_each(met: Request, ada: Participant, bo: Participant) -> None:
    said = at_once(*[lambda: outcomes.send_outcome_reminders(now=DAY + timedelta(days=30))] * 2)
    assert said == ["", ""]
    assert (len(letters()), Asked.objects.count()) == (2, 2)


def test_one_click_answers_and_a_later_one_corrects(
    client: Client,
    stand_after: Callable[[int], datetime],
    linked: Linked,
    met: Request,
    ada: Participant,
) -> None:
    stand_after(91)
    token = linked(ada)
    text = client.get(reverse("day:came_of_it", args=[token])).content.decode()
    assert ["Ergebnis von 1 Gespräch" in text, 'name="after" value="90"' in text] == [True, True]
    address = reverse("day:answer", args=[token, met.pk])
    for result in ("in_touch", "contract"):
        client.post(address, {"after": "90", "result": result})
    assert list(Outcome.objects.values_list("participant_id", "after_days", "result")) == [
        (ada.pk, 90, "contract")
    ]
    assert client.post(address, {"after": "45", "result": "contract"}).status_code == 404
    assert client.post(address, {"after": "90", "result": "marriage"}).status_code == 404


def test_nobody_answers_before_the_question(met: Request, ada: Participant) -> None:
    with pytest.raises(Refusal, match="not_asked_yet"):
        outcomes.answer(
            request_id=met.pk,
            participant_id=ada.pk,
            after_days=90,
            result="contract",
            has_link=True,
            by=policy.Subject(),
            now=DAY + timedelta(days=89),
        )
    assert Outcome.objects.count() == 0


def test_everything_is_deleted_with_a_proof_and_the_link_opens_nothing(
    client: Client,
    stand_after: Callable[[int], datetime],
    linked: Linked,
    met: Request,
    ada: Participant,
    bo: Participant,
) -> None:
    now = stand_after(40)
    release(met, ada, bo)
    Note.objects.create(participant=bo, partner=ada, text="Proben", changed_at=now)
    Asked.objects.create(participant=ada, after_days=30, asked_at=now)
    token = linked(ada)
    address = reverse("day:delete", args=[token])
    asked = client.get(address).content.decode()
    assert ["Angebote und Gesuche" in asked, Mark.objects.filter(participant=ada).count()] == [True, 1]
    text = client.post(address).content.decode()
    assert ["Alles ist gelöscht." in text, "Verblieben: 0." in text] == [True, True]
    row = Registration.objects.get(pk=ada.registration_id)
    assert (row.name, row.email, row.erased_at) == ("", "", now)
    assert (Mark.objects.filter(participant=ada).count(), Note.objects.count()) == (0, 0)
    assert client.get(reverse("day:today", args=[token])).status_code == 404
    assert "Ada" not in client.get(reverse("day:contacts", args=[linked(bo)])).content.decode()
