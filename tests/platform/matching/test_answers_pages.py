"""The inbox and what becomes of answers, as people see it by their personal link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from tests.platform import matchmaking

from handschlag.common.web import refusal_message
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.matching.models import (
    Blocked,
    Listed,
    Meeting,
    Participant,
    Request,
    RequestState,
    Service,
    Statement,
    Wish,
)
from handschlag.matching.phases import dates_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db


def at(name: str, one: Participant, *more: object) -> str:
    """The address by the person's link, which is valid from now on."""
    token = link_of(one.registration)
    Registration.objects.filter(pk=one.registration_id).update(secret_hash=hash_of(token))
    return reverse(f"matching:{name}", args=[token, *more])


def page(client: Client, name: str, one: Participant, *more: object, query: str = "") -> str:
    answer = client.get(at(name, one, *more) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def answered(client: Client, one: Participant, **data: str) -> str:
    answer = client.post(at("answer", one), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_wished_stands_first_then_what_brings_most(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    dan = matchmaking.participant(service, "Dan Ohlsen")
    for one in (bo, cy, dan):
        matchmaking.asked(one, ada)
    Listed.objects.create(participant=ada, partner=cy, position=1, place="best", score=0.9)
    Wish.objects.create(by=ada, towards=dan, kind="maybe", changed_at=now)
    text = page(client, "inbox", ada)
    places = [text.index(f"{name}</a></h2>") for name in ("Dan Ohlsen", "Cy Tannert", "Bo Nilsson")]
    assert places == sorted(places)


def test_a_yes_shows_the_guarantee_with_its_time_and_its_limit(
    client: Client, ada: Participant, bo: Participant
) -> None:
    request = matchmaking.asked(bo, ada)
    text = answered(client, ada, now=f"{request.pk}:want")
    meeting = Meeting.objects.get(request=request)
    assert "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit." in text
    assert f"{meeting.starts_at.astimezone().astimezone():%M}" in text
    assert f"Treffpunkt {meeting.place.code}" in text
    assert "Gilt für die derzeit bekannten Zeiten und Tische." in text


def test_several_answers_are_given_each_for_itself(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    Participant.objects.filter(pk=ada.pk).update(most=1)
    dan = matchmaking.participant(service, "Dan Ohlsen")
    first, second, third = (matchmaking.asked(one, ada) for one in (bo, cy, dan))
    given = {first.pk: "want", second.pk: "maybe", third.pk: "no"}
    text = answered(client, ada, **{f"answer-{pk}": kind for pk, kind in given.items()})
    states = dict(Request.objects.values_list("pk", "state"))
    assert states == {
        first.pk: RequestState.ACCEPTED,
        second.pk: RequestState.WATCHED,
        third.pk: RequestState.DECLINED,
    }
    assert [text.count(words) for words in ("hs-guarantee__title", "hs-clash__title")] == [1, 1]


def test_a_second_yes_tells_how_it_stands(client: Client, ada: Participant, bo: Participant) -> None:
    request = matchmaking.asked(bo, ada)
    first = answered(client, ada, now=f"{request.pk}:want")
    second = answered(client, ada, now=f"{request.pk}:want")
    assert "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit." in first
    assert "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit." in second
    assert Meeting.objects.count() == 1


def test_a_yes_to_what_was_taken_back_says_so(client: Client, ada: Participant, bo: Participant) -> None:
    request = matchmaking.asked(bo, ada)
    Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN)
    assert "inzwischen zurückgezogen" in answered(client, ada, now=f"{request.pk}:want")


def test_whom_one_would_rather_not_meet_stands_nowhere(
    client: Client, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    matchmaking.asked(cy, ada)
    before = page(client, "inbox", ada)
    request = matchmaking.asked(bo, ada)
    group = matchmaking.asked(cy, ada, bo)
    Wish.objects.create(by=ada, towards=bo, kind="rather_not", changed_at=now)
    assert without_tokens(page(client, "inbox", ada)) == without_tokens(before)
    for hidden in (request, group):
        text = page(client, "answered", ada, query=f"?of={hidden.pk}")
        assert "Bo Nilsson" not in text
    assert "Bo Nilsson" not in page(client, "wishes", ada)


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_nobody_sees_what_others_answered(
    client: Client, ada: Participant, bo: Participant, cy: Participant
) -> None:
    request = matchmaking.asked(bo, ada)
    text = page(client, "answered", cy, query=f"?of={request.pk}")
    assert [name in text for name in ("Ada Lindqvist", "Bo Nilsson", request.purpose)] == [False] * 3
    answered(client, cy, now=f"{request.pk}:want")
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_the_reason_keeps_what_is_the_others_affair(
    client: Client, service: Service, ada: Participant, cy: Participant
) -> None:
    full = matchmaking.participant(service, "Eng Zeit", most=1)
    first = matchmaking.asked(cy, full)
    answered(client, full, now=f"{first.pk}:want")
    second = matchmaking.asked(full, ada)
    text = answered(client, ada, now=f"{second.pk}:want")
    assert "Sie und Eng Zeit haben kein gemeinsames freies Zeitfenster." in text
    assert ["Cy Tannert" in text, "Eng Zeit fragen" in text, "Höchstens" in text] == [False, True, False]


def test_too_many_musts_are_told_and_nothing_is_answered(
    client: Client, service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    for number in range(service.musts):
        other = matchmaking.participant(service, f"Gast {number}")
        Wish.objects.create(by=ada, towards=other, kind="must", changed_at=now)
    request = matchmaking.asked(bo, ada)
    text = answered(client, ada, now=f"{request.pk}:must")
    assert escape(refusal_message(MatchingRefusal.TOO_MANY_MUSTS)) in text
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_a_window_kept_free_is_opened_with_one_tap(
    client: Client, ada: Participant, bo: Participant, now: datetime
) -> None:
    slots = [slot for run in meeting_grid_of(ada.service.event_id).runs for slot in run.slots]
    Blocked.objects.bulk_create(Blocked(participant=ada, starts_at=slot.starts_at) for slot in slots)
    request = matchmaking.asked(bo, ada)
    assert "hs-clash__title" in answered(client, ada, now=f"{request.pk}:want")
    request.refresh_from_db()
    assert request.refusal is not None
    number = [way["kind"] for way in request.refusal["ways"]].index("free_slot")
    data = {"number": str(number), "kind": "free_slot"}
    text = client.post(at("way", ada, request.pk), data, follow=True).content.decode()
    assert "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit." in text
    assert ada.blocked.count() == len(slots) - 1


def test_the_inbox_says_in_both_directions_why(client: Client, service: Service, now: datetime) -> None:
    ada = matchmaking.participant(service, "Ada Lindqvist", offers=("Laser",), needs=("Linsen aus Glas",))
    bo = matchmaking.participant(service, "Bo Nilsson", offers=("Linsen nach Wunsch",), needs=("Messzeit",))
    cy = matchmaking.participant(service, "Cy Tannert", offers=("Prüfstand",), needs=("Filter",))
    need, offer = ada.statements.get(direction="need"), bo.statements.get(direction="offer")
    Statement.objects.filter(pk__in=(need.pk, offer.pk)).update(kind="supplier")  # "exactly" needs both
    fit = {"kind": "need_met", "side": "for_you", "value": 0.9, "evidence": [need.pk, offer.pk]}
    fit |= {"words": [["linsen", "Linsen"]], "through": []}
    Listed.objects.create(participant=ada, partner=bo, position=1, place="best", score=0.9, reasons=[fit])
    for one in (bo, cy):
        matchmaking.asked(one, ada)
    text = " ".join(page(client, "inbox", ada).split())
    assert 'Sie bekommen</dt><dd><mark class="hs-theirs">Linsen</mark> nach Wunsch' in text
    assert "passt genau zu dem, was Sie suchen: Linsen aus Glas" in text
    assert "Bietet</dt><dd>Prüfstand" in text


HTMX = {"HX-Request": "true"}


def test_answers_stay_at_their_place_with_what_became_of_them(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    first, second = (matchmaking.asked(one, ada) for one in (bo, cy))
    answer = client.post(at("answer", ada), {"now": f"{first.pk}:no"})
    assert answer["Location"].endswith(f"/inbox/?done={first.pk}#request-{first.pk}")
    answer = client.post(at("answer", ada), {"now": f"{second.pk}:want", "done": str(first.pk)})
    assert answer["Location"].endswith(f"/inbox/?done={first.pk},{second.pk}#request-{second.pk}")
    text = client.get(answer["Location"]).content.decode()
    places = [text.index(f'id="request-{one.pk}"') for one in (first, second)]
    assert places == sorted(places)
    assert "Zugesagt. Die Uhrzeit teilen wir Ihnen noch mit." in text
    assert f'action="{at("undo", ada, first.pk)}"' in text
    assert f'action="{at("undo", ada, second.pk)}"' not in text


def test_a_script_gets_the_one_row_and_the_number_that_is_left(
    client: Client, ada: Participant, bo: Participant, cy: Participant
) -> None:
    first, second = (matchmaking.asked(one, ada) for one in (bo, cy))
    text = client.post(at("answer", ada), {"now": f"{first.pk}:no"}, headers=HTMX).content.decode()
    assert ("<html" in text, f"request-{second.pk}" in text) == (False, False)
    assert text.count(f'id="request-{first.pk}"') == 1
    assert 'id="inbox-lead" hx-swap-oob="true"' in text
    assert "1 Anfrage wartet auf Ihre Antwort." in text
    assert 'id="waiting-mail" hx-swap-oob="true"' in text
    again = client.post(at("undo", ada, first.pk), headers=HTMX).content.decode()
    assert f'value="{first.pk}:no"' in again
    assert "2 Anfragen warten auf Ihre Antwort." in again


def test_a_refused_answer_says_why_at_its_request(
    client: Client, service: Service, ada: Participant, bo: Participant
) -> None:
    Service.objects.filter(pk=service.pk).update(musts=0)
    request = matchmaking.asked(bo, ada)
    for headers in ({}, HTMX):
        text = client.post(
            at("answer", ada), {"now": f"{request.pk}:must"}, headers=headers, follow=True
        ).content.decode()
        row = text[text.index(f'id="request-{request.pk}"') :]
        assert escape(refusal_message(MatchingRefusal.TOO_MANY_MUSTS)) in row[: row.index("</li>")]


def test_what_was_taken_back_is_a_row_like_the_others(
    client: Client, ada: Participant, bo: Participant
) -> None:
    request = matchmaking.asked(bo, ada)
    client.post(at("answer", ada), {"now": f"{request.pk}:later"})
    shown = page(client, "inbox", ada, query=f"?done={request.pk}")
    assert "Gerade beantwortet" in shown
    assert shown.count(f'id="request-{request.pk}"') == 1
    text = client.post(at("undo", ada, request.pk), {"done": str(request.pk)}, follow=True).content.decode()
    assert "Gerade beantwortet" not in text
    assert f'value="{request.pk}:later"' in text


def test_the_inbox_asks_the_database_as_often_for_three_answers_as_for_one(
    client: Client, service: Service, ada: Participant, bo: Participant
) -> None:
    eve, fay = (matchmaking.participant(service, name) for name in ("Eins Mehr", "Zwei Mehr"))
    ids = [matchmaking.asked(one, ada).pk for one in (bo, eve, fay)]
    for pk in ids:
        client.post(at("answer", ada), {"now": f"{pk}:no"})
    counts = []
    for shown in (ids[:1], ids):
        with CaptureQueriesContext(connection) as found:
            page(client, "inbox", ada, query=f"?done={','.join(map(str, shown))}")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_after_the_event_the_page_says_that_it_is_over(
    client: Client, ada: Participant, bo: Participant, service: Service, time_machine: Any
) -> None:
    matchmaking.asked(bo, ada)
    assert "1 wartet" in page(client, "inbox", ada)
    time_machine.move_to(dates_of(service).ends_at + timedelta(days=1), tick=False)
    words = page(client, "inbox", ada)
    assert "Die Veranstaltung ist vorbei. Anfragen können nicht mehr beantwortet werden." in words
    assert "1 wartet" not in words
