"""The desk: whom it finds, who is here, and what devices send, late, twice, and from two desks."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role, Subject
from handschlag.common.models import AuditEntry
from handschlag.events.models import Event
from handschlag.registration import check_in, decisions, personal_data
from handschlag.registration.check_in import (
    Arrival,
    ArrivalResult,
    check_in_entries,
    check_in_figures,
    corrected,
    find_guests,
)
from handschlag.registration.models import CheckIn, Registration

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
KEYS = [str(uuid.UUID(int=number)) for number in range(20)]


def at(name: str, event: Event, *more: Any) -> str:
    return reverse(f"registration:{name}", args=[event.slug, *more])


def arrival(number: int, one: Registration, when: datetime, *, is_undone: bool = False) -> Arrival:
    return Arrival(key=KEYS[number], code=one.badge_code, is_undone=is_undone, at=when)


@pytest.fixture
def receive(event: Event, otto: User, now: datetime) -> Callable[..., list[str]]:
    """`receive(arrival(...), ...)`: what became of each."""

    def do(*arrivals: Arrival, by: Subject | None = None) -> list[str]:
        receipts = check_in.record_check_ins(
            event_id=event.pk, arrivals=arrivals, by=by or otto.subject, now=now + timedelta(hours=1)
        )
        return [one.outcome.value for one in receipts]

    return do


def standings(event: Event) -> dict[str, str]:
    return {one.name: one.standing.value for one in check_in_entries(event.pk)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("krämer", ["Dr. Bernd Krämer"]),
        ("Kraemer", ["Dr. Bernd Krämer"]),
        ("kremer bernt", ["Dr. Bernd Krämer"]),
        ("kräm", ["Dr. Bernd Krämer"]),
        ("agrarsensorik", ["Birgit Kemper"]),
        ("kemper", ["Birgit Kemper", "Sibylle Kemper"]),
        ("kemper lösse", ["Birgit Kemper"]),
        ("aaaa bbbb cccc", ["Sibylle Kemper"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_somebody_is_found_by_name_organisation_or_code_however_spelt(
    event: Event, query: str, found: list[str]
) -> None:
    builders.registration(event, "Dr. Bernd Krämer", organisation="Institut Kupferberg")
    builders.registration(event, "Sibylle Kemper", organisation="Fulda", badge_code="AAAABBBBCCCC")
    builders.registration(event, "Birgit Kemper", organisation="Agrarsensorik Lössebene")
    assert [one.name for one in find_guests(query, check_in_entries(event.pk))] == found


def test_a_person_is_checked_in_and_that_is_taken_back(event: Event, otto: User, signed_in: SignedIn) -> None:
    ada = builders.registration(event, "Ada Adler", needs_step_free=True, needs="Hörgerät")
    desk = signed_in(otto)
    page = desk.get(at("desk", event), {"q": "adler"}).content.decode()
    assert [words for words in ("stufenloser Zugang", "Hörgerät", "0 von 1") if words not in page] == []
    sent = {"code": ada.badge_code, "key": KEYS[0], "who": ada.pk, "do": "in"}
    for _twice in range(2):
        assert desk.post(at("check_in", event), sent).status_code == 302
    assert (standings(event), CheckIn.objects.count()) == ({"Ada Adler": "here"}, 1)
    assert "1 von 1" in desk.get(at("desk", event)).content.decode()
    desk.post(at("check_in", event), {**sent, "key": KEYS[1], "do": "undo"})
    assert standings(event) == {"Ada Adler": "expected"}
    verbs = AuditEntry.objects.filter(verb__contains="check").order_by("pk")
    assert [one.verb for one in verbs] == ["registration.checked_in", "registration.check_in_undone"]


def test_two_desks_that_check_in_one_person_count_one(
    event: Event, receive: Callable[..., list[str]], now: datetime
) -> None:
    ada = builders.registration(event)
    later = now + timedelta(minutes=5)
    assert receive(arrival(0, ada, later)) == ["noted"]
    assert receive(arrival(1, ada, now)) == ["noted"]
    (one,) = check_in_entries(event.pk)
    assert (one.standing.value, one.since) == ("here", now)
    assert check_in_figures(event, [one]).here == 1


def test_desks_that_check_in_one_person_at_once_leave_one_row(
    event: Event, receive: Callable[..., list[str]], now: datetime
) -> None:
    ada, bo = builders.registration(event), builders.registration(event, "Bo Berg")
    seconds = [now + timedelta(seconds=one) for one in range(4)]
    sent = [*(arrival(at, ada, seconds[at]) for at in range(3)), arrival(3, bo, seconds[3])]
    assert receive(*sent) == ["noted"] * 4
    assert receive(*sent) == ["known", "noted", "noted", "known"]
    assert list(CheckIn.objects.values_list("registration", "at")) == [(ada.pk, now), (bo.pk, seconds[3])]
    assert AuditEntry.objects.filter(verb="registration.checked_in").count() == 2


def test_a_batch_sent_twice_counts_once(
    event: Event, receive: Callable[..., list[str]], now: datetime
) -> None:
    ada, bo = builders.registration(event), builders.registration(event, "Bo")
    batch = [arrival(0, ada, now), arrival(1, bo, now), arrival(0, ada, now)]
    assert receive(*batch) == ["noted", "noted", "known"]
    assert receive(*batch) == ["known", "known", "known"]
    assert (CheckIn.objects.count(), receive(arrival(0, bo, now))) == (2, ["key_used"])


def test_what_came_late_is_sorted_by_when_it_happened(
    event: Event, receive: Callable[..., list[str]], now: datetime
) -> None:
    ada = builders.registration(event)
    receive(arrival(1, ada, now + timedelta(minutes=9), is_undone=True))
    receive(arrival(0, ada, now + timedelta(minutes=1)))
    assert list(standings(event).values()) == ["expected"]


def test_stale_rows_are_answered_and_hinder_no_other(
    event: Event, otto: User, receive: Callable[..., list[str]], now: datetime
) -> None:
    people = [builders.registration(event, name) for name in ("Ada", "Bo", "Cy", "Di")]
    foreign = builders.registration(builders.event("Andere"), "Eva")
    decisions.cancel(registration_id=people[0].pk, has_link=False, by=otto.subject, now=now)
    personal_data.erase(registration_id=people[1].pk, has_link=False, by=otto.subject, now=now)
    batch = [arrival(number, one, now) for number, one in enumerate([*people, foreign])]
    assert receive(*batch) == ["not_coming", "unknown", "noted", "noted", "unknown"]
    assert standings(event) == {"Ada": "not_coming", "Cy": "here", "Di": "here"}


def test_only_the_events_own_team_checks_in(
    event: Event, paul: User, person: Callable[..., User], receive: Callable[..., list[str]], now: datetime
) -> None:
    ada = builders.registration(event)
    for by in (paul.subject, Subject(), person("olga", Role.ORGANISER).subject):
        with pytest.raises(Denied):
            receive(arrival(0, ada, now), by=by)
    assert CheckIn.objects.count() == 0


def test_a_device_gets_the_least_and_sends_json(event: Event, otto: User, signed_in: SignedIn) -> None:
    ada = builders.registration(event, "Ada Adler", phone="0301", needs="Hörgerät", badge_code="ABCDEFGHJKLM")
    desk = signed_in(otto)
    given = desk.get(at("desk_list", event)).json()
    assert given["people"] == [["ABCDEFGHJKLM", "Ada Adler", "Werkstatt Ada", "expected", ""]]
    assert "people" not in desk.get(at("desk_list", event), {"seen": given["seen"]}).json()
    assert AuditEntry.objects.filter(verb="registration.taken_along").count() == 1
    sent_at = datetime.now(UTC)
    entry = {"key": KEYS[3], "code": "abcd-efgh jklm", "undone": False, "at": sent_at.isoformat()}
    body = {"sent_at": sent_at.isoformat(), "arrivals": [entry]}
    answer = desk.post(at("desk_sync", event), json.dumps(body), content_type="application/json")
    assert answer.json() == {"receipts": [{"key": KEYS[3], "outcome": "noted"}]}
    assert list(ada.check_ins.values_list("key", flat=True)) == [uuid.UUID(KEYS[3])]


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "{}", '{"arrivals": 1}', "[" * 100_000, '{"sent_at": "x", "arrivals": []}'),
        '{"sent_at": "2027-04-14T08:00:00Z", "arrivals": [1]}',
        '{"sent_at": "2027-04-14T08:00:00Z", "arrivals": [{"key": "x", "code": "A", "at": "2027-04-14"}]}',
        '{"sent_at": "2027-04-14T08:00:00", "arrivals": []}',
    ],
)
def test_what_no_device_of_ours_sends_is_refused(
    event: Event, otto: User, signed_in: SignedIn, body: str
) -> None:
    answer = signed_in(otto).post(at("desk_sync", event), body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (422, {"fault": "unreadable"})


def test_the_list_goes_two_days_after_the_event(event: Event, otto: User, signed_in: SignedIn) -> None:
    Event.objects.filter(pk=event.pk).update(first_day="2020-04-14", last_day="2020-04-14")
    answer = signed_in(otto).get(at("desk_list", event))
    assert (answer.status_code, answer.json()) == (410, {"over": True})


def test_a_wrong_clock_is_corrected_and_nothing_happens_later_than_it_is_told(now: datetime) -> None:
    slow = now - timedelta(hours=2)
    at_ten = corrected(slow - timedelta(minutes=5), sent_at=slow, now=now)
    assert at_ten == now - timedelta(minutes=5)
    assert corrected(now + timedelta(days=1), sent_at=now, now=now) == now


def test_the_device_page_names_nobody_and_may_use_the_camera(
    event: Event, otto: User, signed_in: SignedIn
) -> None:
    builders.registration(event, "Ada Adler")
    answer = signed_in(otto).get(at("device", event))
    assert ("Ada Adler" in answer.content.decode(), "camera=(self)" in answer["Permissions-Policy"]) == (
        False,
        True,
    )
    assert "camera=()" in signed_in(otto).get(at("desk", event))["Permissions-Policy"]


def test_after_the_event_the_desk_says_who_did_not_come(
    event: Event, otto: User, signed_in: SignedIn, receive: Callable[..., list[str]], now: datetime
) -> None:
    ada, _bo = builders.registration(event, "Ada"), builders.registration(event, "Bo Fehlt")
    receive(arrival(0, ada, now))
    Event.objects.filter(pk=event.pk).update(first_day="2020-04-14", last_day="2020-04-14", capacity=5)
    page = signed_in(otto).get(at("desk", event)).content.decode()
    assert [words for words in ("1 von 2", "Nicht gekommen", "Bo Fehlt") if words not in page] == []


def test_the_desk_asks_as_often_for_three_people_as_for_one(
    event: Event, otto: User, signed_in: SignedIn, receive: Callable[..., list[str]], now: datetime
) -> None:
    counts = []
    for number in (1, 3):
        while Registration.objects.count() < number:
            builders.registration(event, f"Ada {Registration.objects.count()}")
        with CaptureQueriesContext(connection) as asked:
            signed_in(otto).get(at("desk", event), {"q": "xyz"})
        with CaptureQueriesContext(connection) as listed:
            signed_in(otto).get(at("desk_list", event), {"seen": "x"})
        counts.append((len(asked), len(listed)))
    assert counts[0] == counts[1]


def test_outcomes_have_words_on_the_device_page(event: Event, otto: User, signed_in: SignedIn) -> None:
    page = signed_in(otto).get(at("device", event)).content.decode()
    wanted = [one for one in ArrivalResult if one not in {ArrivalResult.NOTED, ArrivalResult.KNOWN}]
    assert [one for one in wanted if f'data-word-problem-{one}="' not in page] == []
