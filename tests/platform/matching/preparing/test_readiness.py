"""Whom to call: ranked by meetings, silent about what is private; and filling in for somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.matching import assisting, readiness
from handschlag.matching.missing import Missing, count_to_call, people_to_call, readiness_of
from handschlag.matching.models import Call, CallTask, Participant, Request, RequestState, Service, Wish
from handschlag.matching.readiness import gains_of
from handschlag.matching.refusals import PreparingRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(otto: User) -> Subject:
    return subject_of(otto)


def test_who_waits_for_most_is_called_first(
    service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    Participant.objects.update(wished_at=now)
    for sender in (ada, cy):
        matchmaking.asked(sender, bo)
    matchmaking.asked(ada, cy)
    people = people_to_call(service)
    gains = gains_of(service, people, readiness_of(service))
    assert [(one.person.name, one.person.missing, one.fitting) for one in gains] == [
        ("Bo Nilsson", Missing.ANSWERS, 2),
        ("Cy Tannert", Missing.ANSWERS, 1),
    ]
    assert [(one.gain, one.together) for one in gains] == [(1.0, 1.0), (0.5, 1.5)]


def test_what_misses_is_the_profile_then_answers_then_wishes(
    service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    Participant.objects.filter(pk=ada.pk).update(described_at=None)
    matchmaking.asked(cy, bo)
    found = {one.name: one.missing for one in people_to_call(service)}
    assert found == {
        "Ada Lindqvist": Missing.PROFILE,
        "Bo Nilsson": Missing.ANSWERS,
        "Cy Tannert": Missing.WISHES,
    }


def test_a_rather_not_changes_nothing_on_any_page(
    desk: Client, service: Service, ada: Participant, bo: Participant, at: Callable[..., str], now: datetime
) -> None:
    matchmaking.asked(ada, bo)
    paths = ("readiness/", f"readiness/?person={bo.registration_id}", "demand/", "rules/")

    def seen() -> list[str]:
        pages = [desk.get(at(path)).content.decode() for path in paths]
        return [page.split("<main", 1)[1].split("</main", 1)[0] for page in pages]

    def bare(page: str) -> str:
        return "".join(line for line in page.splitlines() if "csrf" not in line and "Status" not in line)

    before = seen()
    Wish.objects.create(by=bo, towards=ada, kind="rather_not", changed_at=now)
    assert [bare(page) for page in seen()] == [bare(page) for page in before]


def test_the_list_asks_as_often_for_three_people_as_for_one(
    desk: Client, service: Service, ada: Participant, bo: Participant, at: Callable[..., str]
) -> None:
    matchmaking.asked(ada, bo)
    counts = []
    for number in (1, 3):
        for more in range(number):
            guest = matchmaking.participant(service, f"Gast {number} {more}")
            matchmaking.asked(guest, ada)
        desk.get(at("readiness/"))
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at("readiness/")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_a_call_is_noted_and_who_takes_no_part_has_left(
    desk: Client, service: Service, ada: Participant, at: Callable[..., str]
) -> None:
    path = at(f"readiness/{ada.registration_id}/call/")
    desk.post(path, {"result": "not_reached"})
    assert "nicht erreicht, Otto" in desk.get(at("readiness/")).content.decode()
    desk.post(path, {"result": "no_part"})
    ada.refresh_from_db()
    assert ada.left_at is not None
    assert "Ada Lindqvist" not in desk.get(at("readiness/")).content.decode()
    assert list(Call.objects.order_by("pk").values_list("result", flat=True)) == ["not_reached", "no_part"]
    assert AuditEntry.objects.filter(verb="matching.called").count() == 2


def test_nobody_is_filled_in_for_without_consent_on_the_telephone(
    service: Service, ada: Participant, by: Subject, now: datetime
) -> None:
    given = {"service_id": service.pk, "registration_id": ada.registration_id, "by": by, "now": now}
    with pytest.raises(Refusal) as refused:
        assisting.begin(has_agreed=False, **given)
    assert refused.value.reason is PreparingRefusal.NO_CONSENT_BY_PHONE
    with pytest.raises(Refusal):
        assisting.acting_for(ada.pk, by=by, now=now)


def test_the_team_fills_in_and_the_person_gets_all_of_it_once(
    service: Service, ada: Participant, bo: Participant, cy: Participant, by: Subject, now: datetime
) -> None:
    waiting = matchmaking.asked(cy, ada)
    assisting.begin(
        service_id=service.pk, registration_id=ada.registration_id, has_agreed=True, by=by, now=now
    )
    asked = assisting.ask_on_behalf(
        participant_id=ada.pk, towards_id=bo.pk, kind="want", purpose="Linsen", by=by, now=now
    )
    answered = assisting.answer_on_behalf(
        participant_id=ada.pk, request_id=waiting.pk, is_yes=True, by=by, now=now
    )
    assert (answered.state, asked.by_hand_of_id) == (RequestState.ACCEPTED, by.user_id)
    ada.refresh_from_db()
    assert (ada.is_wished_by_hand, ada.parties.get(request=waiting).is_by_hand) == (True, True)
    assisting.finish(participant_id=ada.pk, by=by, now=now)
    call = Call.objects.get()
    assert assisting.sum_up(call_id=call.pk, now=now) is False
    letters = Mail.objects.filter(to=ada.registration.email, subject__startswith="Für Sie ausgefüllt")
    assert letters.count() == 1
    with pytest.raises(Refusal):
        assisting.ask_on_behalf(
            participant_id=ada.pk, towards_id=cy.pk, kind="want", purpose="x", by=by, now=now
        )


def test_the_letters_of_a_yes_for_somebody_are_written_while_nobody_waits(
    service: Service, ada: Participant, cy: Participant, by: Subject, now: datetime
) -> None:
    request, depth, rendered = matchmaking.asked(cy, ada), len(connection.savepoint_ids), list[int]()
    given = {"by": by, "now": now}
    assisting.begin(service_id=service.pk, registration_id=ada.registration_id, has_agreed=True, **given)

    def note(**_: object) -> None:
        rendered.append(len(connection.savepoint_ids) - depth)

    template_rendered.connect(note)
    try:
        assisting.answer_on_behalf(participant_id=ada.pk, request_id=request.pk, is_yes=True, **given)
    finally:
        template_rendered.disconnect(note)
    assert Mail.objects.filter(kind="matching.held").exists()
    assert {*rendered} == {0}


def test_the_pages_of_filling_in_work_without_scripts(
    desk: Client, service: Service, ada: Participant, bo: Participant, at: Callable[..., str]
) -> None:
    waiting = matchmaking.asked(bo, ada)
    here = at(f"readiness/{ada.registration_id}/for/")
    assert "Im Auftrag ausfüllen" in desk.get(here).content.decode()
    desk.post(here + "step/", {"step": "begin", "agreed": "yes"})
    page = desk.get(here).content.decode()
    assert "Sie handeln im Auftrag von Ada Lindqvist." in page
    assert "rather_not" not in page
    assert not re.findall(r"Ihre? (?:Ziel|Funktion|Name)|Sie (?:bieten|suchen|sprechen)|Ich brauche", page)
    desk.post(here + "step/", {"step": "no", "chosen": waiting.pk})
    assert Request.objects.get().state == RequestState.DECLINED
    profile = {
        "profile": "1",
        "seen": Participant.objects.get(pk=ada.pk).version,
        "goal": "Partner finden",
        "offer_1": "Prüfstand für Sensoren",
        "need_1": "Linsen für Laser",
        "speaks": ["de"],
    }
    assert desk.post(here, profile).status_code == 302
    ada.refresh_from_db()
    assert ada.goal == "Partner finden"


def test_whoever_has_not_begun_is_on_the_list(desk: Client, service: Service, at: Callable[..., str]) -> None:
    from handschlag.registration.models import Consent

    row = builders.registration(service.event, "Mia Neu", phone="030 / 23 12")
    Consent.objects.create(
        registration=row, purpose="matching", text_version="2026-11", given_at=builders.NOW
    )
    page = desk.get(at("readiness/")).content.decode()
    assert 'href="tel:0302312"' in page
    assert "angemeldet, macht noch nicht mit" in page


def test_after_the_event_nobody_is_to_be_called(service: Service, ada: Participant, now: datetime) -> None:
    wanted = readiness.wanted_in({}, me=None)
    before = readiness.readiness_screen(service.event, service, wanted, now=now)
    over = readiness.readiness_screen(service.event, service, wanted, now=now + timedelta(days=800))
    assert (bool(before["rows"]), over["rows"], over["cut"], over["is_over"]) == (True, [], 0, True)


def test_calls_are_shared_among_the_team_and_go_into_the_file(
    desk: Client, service: Service, ada: Participant, bo: Participant, otto: User, at: Callable[..., str]
) -> None:
    path = at(f"readiness/{ada.registration_id}/caller/")
    answer = desk.post(path, {"missing": "profile"})
    assert answer["Location"].endswith("readiness/?missing=profile")
    mine = desk.get(at("readiness/") + "?mine=1").content.decode()
    assert ("Ada Lindqvist" in mine, "Bo Nilsson" in mine) == (True, False)
    lines = desk.get(at("readiness/calls.csv")).content.decode("utf-8-sig").splitlines()
    assert [line for line in lines if "Otto" in line] == [line for line in lines if "Ada" in line] != []
    assert AuditEntry.objects.filter(verb="matching.calls_exported").count() == 1
    desk.post(path, {"way": "back"})
    assert not CallTask.objects.exists()
    assert "Ada Lindqvist" not in desk.get(at("readiness/") + "?mine=1").content.decode()


def test_a_call_is_taken_over_from_a_colleague_and_given_back_only_by_whoever_has_it(
    service: Service, ada: Participant, by: Subject, person: Callable[..., User], now: datetime
) -> None:
    call = {"service_id": service.pk, "registration_id": ada.registration_id, "by": by, "now": now}
    CallTask.objects.create(
        service=service, registration=ada.registration, caller=person("mila"), taken_at=now
    )
    with pytest.raises(Refusal) as no:
        assisting.give_call_back(**call)
    assert no.value.reason is PreparingRefusal.GONE
    assisting.take_call(**call)
    assert CallTask.objects.get().caller_id == by.user_id


def test_the_sidebar_counts_those_whom_the_page_lists(
    service: Service, ada: Participant, bo: Participant, cy: Participant, by: Subject, now: datetime
) -> None:
    Participant.objects.update(described_at=now, wished_at=now)
    matchmaking.asked(ada, bo)
    builders.registration(service.event, "Mia Neu")
    builders.registration(service.event, "Wal Kin", way="walk_in")
    assisting.log_call(
        service_id=service.pk,
        registration_id=builders.registration(service.event, "No Part").pk,
        result="no_part",
        by=by,
        now=now,
    )
    Participant.objects.filter(pk=cy.pk).update(left_at=now)
    listed = [one.name for one in people_to_call(service)]
    assert listed == ["Bo Nilsson", "Mia Neu"]
    last_day = service.event.last_day
    assert count_to_call(service.event_id, last_day) == len(listed)
    assert count_to_call(service.event_id, last_day + timedelta(days=1)) == 0
