"""What the interface tells: one's own agenda, an event in numbers; never what people keep for themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.api import keys, reference
from handschlag.events.models import Event
from handschlag.matching.models import Meeting, Participant, Service, TimetableVersion, Wish, WishKind
from handschlag.matching.versions import PublishedMeeting, content_of
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
Meet = Callable[[Participant, Participant], Meeting]
Ask = Callable[..., Any]
Linked = Callable[[Participant], str]


@pytest.fixture(autouse=True)
def standing_still(service: Service, time_machine: Any, now: datetime) -> None:
    time_machine.move_to(now, tick=False)


def published(*meetings: Meeting, **values: Any) -> TimetableVersion:
    told = [
        PublishedMeeting(
            request=one.request_id,
            uid=str(one.request.uid),
            people=tuple(one.seats.order_by("pk").values_list("participant_id", flat=True)),
            block=one.block_id,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place_id,
            place_code=one.place.code,
        )
        for one in meetings
    ]
    return TimetableVersion.objects.create(
        service=meetings[0].service,
        number=1,
        content=content_of(told),
        published_at=builders.NOW,
        **values,
    )


def test_the_own_agenda_has_the_own_meetings_and_no_others(
    ask: Ask,
    met: Meet,
    linked: Linked,
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    mine, _other = met(ada, bo), met(bo, cy)
    body = ask("agenda", linked(ada)).json()
    assert (body["event"], body["version"]) == ("netzwerke-verbinden", None)
    assert body["meetings"] == [
        {
            "id": str(mine.request.uid),
            "sequence": 0,
            "standing": "provisional",
            "starts_at": mine.starts_at.isoformat().replace("+00:00", "Z"),
            "ends_at": mine.ends_at.isoformat().replace("+00:00", "Z"),
            "place": mine.place.code,
            "area": "",
            "partners": [{"name": "Bo Nilsson", "about": "Werkstatt Bo Nilsson"}],
            "purpose": "Linsen besprechen",
        }
    ]


def test_what_was_published_is_fixed_and_counts_until_the_next_version(
    ask: Ask,
    met: Meet,
    linked: Linked,
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    first = met(ada, bo)
    published(first)
    told = first.starts_at
    met(ada, cy)
    Meeting.objects.filter(pk=first.pk).update(place=builders.place(first.service.event, "T9"))
    body = ask("agenda", linked(ada)).json()
    found = {one["partners"][0]["name"]: (one["standing"], one["place"]) for one in body["meetings"]}
    assert body["version"] == 1
    assert found["Bo Nilsson"] == ("fixed", first.place.code)
    assert found["Cy Tannert"][0] == "provisional"
    assert datetime.fromisoformat(body["meetings"][0]["starts_at"]) == told


def test_what_a_partner_hides_stays_hidden(
    ask: Ask, met: Meet, linked: Linked, ada: Participant, bo: Participant
) -> None:
    met(ada, bo)
    Registration.objects.filter(pk=bo.registration_id).update(visibility={"organisation": "nobody"})
    body = ask("agenda", linked(ada)).json()
    assert body["meetings"][0]["partners"] == [{"name": "Bo Nilsson", "about": ""}]


def test_a_token_of_nobody_and_a_key_of_an_event_open_no_agenda(ask: Ask, key: str, ada: Participant) -> None:
    assert [ask("agenda", token).status_code for token in ("x" * 67, key)] == [401, 401]


def test_who_has_left_has_no_agenda(ask: Ask, linked: Linked, ada: Participant) -> None:
    token = linked(ada)
    assert ask("agenda", token).json()["meetings"] == []
    Participant.objects.filter(pk=ada.pk).update(left_at=builders.NOW)
    assert ask("agenda", token).status_code == 401


def test_people_are_numbers_unless_the_key_reads_names(
    ask: Ask, key: str, event: Event, otto: User, ada: Participant, now: datetime
) -> None:
    (row,) = ask("event/participants", key).json()["rows"]
    assert (row["number"], row["name"], row["email"]) == (ada.pk, None, None)
    named = keys.make_key(event_id=event.pk, name="x", days=1, has_names=True, by=otto.subject, now=now).key
    (row,) = ask("event/participants", named).json()["rows"]
    assert (row["name"], row["email"]) == ("Ada Lindqvist", ada.registration.email)


def test_requests_come_by_state_and_in_parts(
    ask: Ask, key: str, met: Meet, ada: Participant, bo: Participant, cy: Participant
) -> None:
    held = met(ada, bo).request
    waiting = matchmaking.asked(ada, cy)
    (row,) = ask("event/requests", key, state="accepted").json()["rows"]
    assert (row["number"], row["sender"], row["receivers"], row["purpose"]) == (
        held.pk,
        ada.pk,
        [bo.pk],
        None,
    )
    first = ask("event/requests", key, limit=1).json()
    second = ask("event/requests", key, limit=1, after=first["after"]).json()
    assert [one["number"] for one in (*first["rows"], *second["rows"])] == [held.pk, waiting.pk]
    assert (first["after"], second["after"]) == (held.pk, None)


def test_nobody_learns_of_a_rather_not(
    ask: Ask, key: str, met: Meet, linked: Linked, ada: Participant, bo: Participant
) -> None:
    met(ada, bo)
    paths = ["event", "event/participants", "event/requests", "event/timetable", "event/versions"]
    before = [ask(path, key).content for path in paths], ask("agenda", linked(bo)).content
    Wish.objects.filter(by=ada, towards=bo).delete()
    Wish.objects.create(by=ada, towards=bo, kind=WishKind.RATHER_NOT, changed_at=builders.NOW)
    assert ([ask(path, key).content for path in paths], ask("agenda", linked(bo)).content) == before


def test_the_files_of_a_version_are_as_they_were_stored(
    ask: Ask, key: str, met: Meet, ada: Participant, bo: Participant
) -> None:
    meeting = met(ada, bo)
    published(meeting, problem_json='{"a": 1}', plan_json='{"b":  2}', receipt={"value": 4})
    folder = "event/versions/1/"
    assert ask(folder + "problem.json", key).content == b'{"a": 1}'
    assert ask(folder + "plan.json", key).content == b'{"b":  2}'
    assert ask(folder + "receipt", key).json() == {"value": 4}
    assert ask(folder + "meetings", key).json()["meetings"][0]["request"] == meeting.request_id
    assert ask("event/versions", key).json()[0]["has_receipt"] is True
    assert ask("event/versions/2/plan.json", key).json()["error"]["reason"] == "not_found"


def test_an_answer_that_is_known_is_not_sent_again(
    ask: Ask, key: str, met: Meet, ada: Participant, bo: Participant
) -> None:
    met(ada, bo)
    first = ask("event/timetable", key)
    again = ask("event/timetable", key, etag=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [("nowhere", 404, "not_found"), ("event/requests?state=rather_not", 422, "values")],
)
def test_every_error_has_the_same_shape(ask: Ask, key: str, path: str, status: int, reason: str) -> None:
    answer = ask(path, key)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"reason", "message", "reference", "places", "details"}
    assert answer.json()["error"]["reason"] == reason


def test_nothing_can_be_changed(client: Client, key: str) -> None:
    answer = client.post("/api/v1/event", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 405


@pytest.mark.parametrize("path", ["event/participants", "event/requests", "event/timetable"])
def test_three_rows_cost_as_many_queries_as_one(
    ask: Ask, key: str, met: Meet, service: Service, ada: Participant, bo: Participant, path: str
) -> None:
    met(ada, bo)
    ask(path, key)
    with CaptureQueriesContext(connection) as one:
        ask(path, key)
    for name in ("Drei", "Vier"):
        met(ada, matchmaking.participant(service, name))
    with CaptureQueriesContext(connection) as three:
        answer = ask(path, key)
    assert len(answer.json()["rows"]) >= 3
    assert len(three) == len(one)


def test_an_agenda_costs_the_same_with_three_meetings(
    ask: Ask,
    met: Meet,
    linked: Linked,
    service: Service,
    ada: Participant,
    bo: Participant,
) -> None:
    token = linked(ada)
    met(ada, bo)
    ask("agenda", token)
    with CaptureQueriesContext(connection) as one:
        ask("agenda", token)
    for name in ("Drei", "Vier"):
        met(ada, matchmaking.participant(service, name))
    with CaptureQueriesContext(connection) as three:
        assert len(ask("agenda", token).json()["meetings"]) == 3
    assert len(three) == len(one)


def test_the_committed_description_is_the_one_that_is_served(client: Client, root: Path) -> None:
    committed = (root / "docs/reference/openapi.json").read_text("utf-8")
    assert reference.openapi_text() == committed
    assert client.get("/api/v1/openapi.json").json() == json.loads(committed)
    assert json.loads(committed)["openapi"] == "3.1.0"


def test_the_page_of_the_description_names_every_address(client: Client) -> None:
    answer = client.get("/de/interface/")
    screen, page = answer.context["screen"], answer.content.decode()
    named = [one["path"] for one in (*screen["open"], *screen["with_key"])]
    assert sorted(named) == sorted(reference.openapi_document()["paths"])
    assert [path for path in named if page.count(f'<code class="hs-anywhere">{path}</code>') != 1] == []
    assert {one["path"] for one in screen["with_key"]} == {
        path for path in named if path == "/api/v1/agenda" or path.startswith("/api/v1/event/")
    } | {"/api/v1/event"}


def test_each_shape_that_an_address_answers_is_described_on_the_page(client: Client) -> None:
    response = client.get("/de/interface/")
    page = response.content.decode()
    screen = response.context["screen"]
    linked = {one["shape"] for one in (*screen["open"], *screen["with_key"])} - {""}
    assert len(linked) > 20
    assert [one for one in linked if f'id="shape-{one}"' not in page] == []


def test_the_page_shows_real_answers_of_what_is_there(client: Client, ada: Participant) -> None:
    network = builders.network(fields=(builders.field(),), land=builders.land())
    builders.activity(builders.campaign(), network=network)
    page = client.get("/en/interface/").context["examples"]
    assert [one["id"] for one in page] == [
        f"example-{name}"
        for name in (
            *("networks", "network", "actors", "projects", "programmes", "funding_calls", "fields"),
            *("regions", "public_events", "campaigns", "activities"),
        )
    ]
    for one in page:
        address = one["command"].removeprefix('curl "').rstrip('"')
        answer = client.get(address.removeprefix("http://localhost:8000"))
        assert answer.json() == json.loads(one["answer"])
