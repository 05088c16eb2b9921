"""The pages of planning: every one opens, in both languages, and says what stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from tests.platform import matchmaking
from tests.platform.letters import text_of

from handschlag.common.jobs import work_off
from handschlag.common.memo import Memo
from handschlag.common.models import Job, JobState, Mail
from handschlag.events.models import Event, Place
from handschlag.matching.engine.options import Options
from handschlag.matching.models import (
    Meeting,
    Participant,
    Request,
    RequestState,
    Run,
    Service,
    TimetableVersion,
)
from handschlag.matching.optimisation import ORDERS
from handschlag.matching.prints import foot_line, pack_of
from handschlag.matching.publishing import pages as publishing_pages
from handschlag.matching.timetable import pages

pytestmark = pytest.mark.django_db
AFTERWARDS = datetime(2028, 1, 10, 10, tzinfo=UTC)


def test_an_organiser_computes_compares_adopts_and_publishes(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
) -> None:
    waiting(ada, bo)
    Participant.objects.filter(pk=cy.pk).update(left_at=timezone.now())
    asked = {"scenario": "plain", "order": "usual", "seconds": "5", "seed": "1", "name": "Grundlage"}
    started = console.post(at("run_start"), asked)
    run = Run.objects.get()
    assert started.headers["Location"] == at("run", run.pk)
    work_off(now=timezone.now())
    assert console.get(at("run", run.pk)).headers["Location"] == f"{at('optimise')}?run={run.pk}"
    page = console.get(at("optimise")).content.decode()
    assert (
        "1 von 1 gegenseitigen Wünschen finden statt (100 %). Der Wert lässt sich nicht mehr steigern."
    ) in page
    assert console.post(at("adopt"), {"run": str(run.pk)}).headers["Location"] == at("publishing")
    with override("de"):
        assert foot_line(pack_of(Service.objects.get()), timezone.now()).startswith("Entwurf · Stand: ")
    shown = console.get(at("publishing"))
    assert "Jetzt veröffentlichen und 2 Personen benachrichtigen" in shown.content.decode()
    assert "2 von 2 Personen" in shown.content.decode()
    assert "Prüfung vor dem Veröffentlichen" in shown.content.decode()
    assert shown.context["screen"]["draft"].verdict == "0 Verstöße"
    assert shown.context["screen"]["draft"].lines[1].value == "2 von höchstens 2"
    service = Service.objects.get()
    with override("de"):
        over = publishing_pages.publishing_context(service.event, service, asked={}, now=AFTERWARDS)
    assert (over["may_publish"], over["grounds"].split(".")[0]) == (False, "Die Veranstaltung ist vorbei")
    revision = Service.objects.get().revision
    console.post(at("publish"), {"revision": str(revision)})
    work_off(now=timezone.now())
    assert TimetableVersion.objects.get().receipt["goals"][0]["value"] == 2
    with override("de"):
        assert foot_line(pack_of(Service.objects.get()), timezone.now()).startswith("Stand: ")
    assert "Prüfbeleg" in console.get(at("publishing")).content.decode()


def test_an_open_goal_is_named_and_the_search_goes_on(
    console: Client, at: Callable[..., str], ada: Participant, bo: Participant, computed: Callable[..., Run]
) -> None:
    matchmaking.asked(ada, bo)
    run = computed(Options(keeps_times=True, goals=ORDERS["calm"]), seconds=15)
    run.summary["goals"] = [
        {"goal": "value", "value": 2, "bound": 2},
        {"goal": "idle", "value": 30, "bound": 0},
        {"goal": "changes", "value": 4, "bound": 0},
    ]
    run.save()
    page = console.get(at("optimise"))
    assert (
        "Wartezeit (Zeitfenster): 30, weniger ist vielleicht möglich (mindestens 0)." in page.content.decode()
    )
    assert "Bis zu 60 Sekunden weiterrechnen" in page.content.decode()
    console.post(at("run_start"), page.context["again"])
    longer = Run.objects.latest("pk")
    assert (longer.pk > run.pk, longer.seconds, longer.options) == (True, 60, run.options)


def test_every_page_opens_and_the_files_hold_the_meetings(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
) -> None:
    request = accepted(ada, bo)
    for view in ("places", "people", "list"):
        page = console.get(at("timetable"), {"view": view, "meeting": str(request.pk)})
        assert "Lindqvist" in page.content.decode()
    lines = console.get(at("timetable_file", "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines), delimiter=";"))
    assert rows[0][:6] == ["Datum", "Beginn", "Ende", "Treffpunkt", "Person 1", "Organisation 1"]
    assert (len(rows), rows[1][4], rows[1][7]) == (2, "Ada Lindqvist", "Bo Nilsson")
    begin, end = (datetime.fromisoformat(f"{rows[1][0]}T{rows[1][at]}") for at in (1, 2))
    assert begin < end
    by_person = console.get(at("timetable_file", "csv"), {"by": "person"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(by_person), delimiter=";"))
    assert [row[0] for row in rows[1:] if row[3] == "1"] == ["Ada Lindqvist", "Bo Nilsson"]
    assert "Bo Nilsson" in rows[1][4]
    found = console.get(at("timetable_file", "json")).json()
    assert [one["request"] for one in found["meetings"]] == [f"r{request.pk}"]


def test_a_meeting_is_moved_and_moved_back_by_hand(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
) -> None:
    request = accepted(ada, bo)
    before = Meeting.objects.get().starts_at
    page = console.get(at("timetable"), {"meeting": str(request.pk)})
    target = page.context["screen"]["chosen"]["targets"][0][0]
    moved = console.post(at("move"), {"request": str(request.pk), "target": target})
    assert Meeting.objects.get().starts_at != before
    undo = console.get(moved.headers["Location"]).context["undo"]
    console.post(at("move"), {"request": str(request.pk), "target": undo})
    assert Meeting.objects.get().starts_at == before


def test_a_target_says_how_much_longer_people_would_wait(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
) -> None:
    accepted(ada, bo)
    request = accepted(ada, cy)
    first, second = Meeting.objects.order_by("starts_at")
    assert second.starts_at > first.starts_at  # one after the other, so that nobody waits
    labels = [
        label
        for _value, label in console.get(at("timetable"), {"meeting": str(request.pk)}).context["screen"][
            "chosen"
        ]["targets"]
    ]
    assert any("1 Zeitfenster Wartezeit mehr" in one for one in labels)


def test_a_page_of_places_tells_what_is_on_the_others_and_is_kept_when_a_meeting_is_taken_out(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "PLACES", 1)
    request = accepted(ada, bo)
    first = Place.objects.earliest("pk")
    Place.objects.exclude(pk=first.pk).update(zone=first.zone, is_step_free=False)
    Place.objects.filter(pk=first.pk).update(is_step_free=True)
    asked = {"meeting": str(request.pk)}
    both = [console.get(at("timetable"), {**asked, "page": page}) for page in ("1", "2")]
    screens = [one.context["screen"] for one in both]
    features = {one["timetable"].zones[0].features for one in screens}
    assert features == {f"stufenlos: {first.code}"}
    assert sum(one["elsewhere"] for one in screens) == len(screens[0]["chosen"]["targets"])
    assert "auf anderen Seiten" in "".join(one.content.decode() for one in both)
    assert 'name="page" value="2"' in both[1].content.decode()
    data = {"request": str(request.pk), "what": "bar", "reason": "vertraulich", "page": "2"}
    assert console.post(at("by_hand"), data).headers["Location"].endswith("&removed=1&page=2")


def test_taking_a_meeting_out_needs_a_reason_and_can_be_undone(
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
) -> None:
    request = accepted(ada, bo)
    data = {"request": str(request.pk), "what": "bar", "reason": " "}
    console.post(at("by_hand"), data)
    assert Meeting.objects.count() == 1
    removed = console.post(at("by_hand"), {**data, "reason": "vertraulich"}, follow=True)
    assert Meeting.objects.count() == 0
    assert "Das Herausnehmen rückgängig machen" in removed.content.decode()
    assert "vertraulich" in console.get(at("optimise")).content.decode()
    console.post(at("by_hand"), {**data, "what": "unbar"})
    work_off(now=timezone.now())
    assert Meeting.objects.count() == 1


def test_whoever_could_open_a_door_is_asked_once(
    console: Client,
    at: Callable[..., str],
    service: Service,
    ada: Participant,
    bo: Participant,
    computed: Callable[..., Run],
    accepted: Callable[..., Request],
    waiting: Callable[..., Request],
) -> None:
    narrow = matchmaking.participant(service, "Eng Zeit", most=1)
    accepted(ada, narrow)
    watched = waiting(bo, narrow, RequestState.WATCHED)
    waiting(ada, bo)
    run = computed()
    page = console.get(at("optimise")).content.decode()
    assert "1 Person anfragen" in page
    Mail.objects.all().delete()
    there = console.post(at("run_ask", run.pk)).headers["Location"]
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == (
        narrow.registration.email,
        "Haben Sie noch Zeit für Bo Nilsson?",
    )
    assert f"?of={watched.pk}" in text_of(letter)
    page = console.get(there).content.decode()
    assert ["1 E-Mail wird gesendet." in page, "1 Person anfragen" in page] == [True, False]
    console.post(at("run_ask", run.pk))
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("name", ["optimise", "publishing", "timetable"])
def test_more_people_ask_for_no_more_queries(
    name: str,
    console: Client,
    at: Callable[..., str],
    service: Service,
    accepted: Callable[..., Request],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def guest(number: int) -> Participant:
        return matchmaking.participant(service, f"Gast {number}")

    accepted(guest(1), guest(2))
    console.get(at(name))
    Memo.clear_all()  # so that both looks ask for all that a page remembers
    with django_assert_max_num_queries(200) as first:
        console.get(at(name))
    accepted(guest(3), guest(4))
    accepted(guest(5), guest(6))
    Memo.clear_all()
    with django_assert_max_num_queries(len(first)):
        console.get(at(name))


@pytest.mark.parametrize("pack", ["sheets", "cards", "names"])
def test_a_print_pack_is_made_by_a_worker(
    pack: str,
    console: Client,
    at: Callable[..., str],
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
) -> None:
    accepted(ada, bo)
    Event.objects.update(contact_phone="0561 98765 0")
    console.post(at("prints"), {"pack": pack})
    work_off(now=timezone.now())
    job = Job.objects.get(kind="matching.print")
    assert job.state == JobState.DONE
    found = console.get(at("prints_file", job.pk))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(found.content)).pages)
    assert ("0561 98765 0" in text) is (pack != "names")
    default_storage.delete((job.result or {})["file"])
