"""The report of an event: its figures from the rows, its states, its files, and who may read it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking
from tests.platform.statistics.conftest import Guest, Meet

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry
from handschlag.day.models import Incident, Mark, Outcome, Proposal, Repair
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Service
from handschlag.registration import personal_data
from handschlag.statistics import kept_figures
from handschlag.statistics.event_data import MissReason
from handschlag.statistics.figures import reported
from handschlag.statistics.kpis import Kpi, Phase
from handschlag.statistics.models import KeptFigures

pytestmark = pytest.mark.django_db
EVENING = builders.clock("20:00", builders.SECOND_DAY)


def test_the_figures_are_what_a_hand_counts_in_the_rows(service: Service, market: list[Request]) -> None:
    builders.registration(service.event, "Eve")  # registered, not in the matching
    matchmaking.asked(Participant.objects.all()[1], Participant.objects.all()[3])  # never answered
    found = reported(service, now=EVENING)
    assert found.phase is Phase.AFTER
    values = {kpi: (one.value, one.part, one.whole) for kpi, one in found.figures.measures.items()}
    assert values[Kpi.JOINED] == (80.0, 4, 5)
    assert values[Kpi.ANSWERED] == (80.0, 4, 5)
    assert values[Kpi.PLANNED] == (100.0, 4, 4)
    assert values[Kpi.MEETINGS] == (2.0, 8, 4)
    assert values[Kpi.HELD] == (100.0, 4, 4)
    assert values[Kpi.ACROSS] == (100.0, 3, 3)
    assert values[Kpi.IDLE] == (0.5, 2, 4)  # Ada waits at 11:10, Bo at 10:50


def test_what_the_day_says_decides_what_was_held(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    first, second, third, last = market
    ada, _bo, cy, di = people
    Mark.objects.create(request=first, participant=ada, took_place=False, marked_at=EVENING)
    Mark.objects.create(request=second, participant=ada, took_place=False, marked_at=EVENING)
    Mark.objects.create(request=second, participant=cy, took_place=True, marked_at=EVENING)
    Meeting.objects.filter(request__in=[third, last]).delete()
    Participant.objects.filter(pk=di.pk).update(left_at=builders.clock("11:00"))
    Request.objects.filter(pk=last.pk).update(state=RequestState.WITHDRAWN, ended_at=builders.clock("11:00"))
    found = reported(service, now=EVENING).figures
    assert found.missed == {
        first.pk: MissReason.NO_SHOW,
        third.pk: MissReason.CANCELLED,
        last.pk: MissReason.GAVE_UP,
    }
    # What the sides remember differently counts for nobody: the second one is neither held nor missed.
    assert (found.held, found.disputed, found.unknown, found.measures[Kpi.HELD].part) == (0, 1, 1, 0)


def repaired(service: Service, kind: str, *, others: int, seconds: float) -> None:
    """An incident with the repair that was taken."""
    at = builders.clock("10:40")
    about = {"kind": kind, "subject": f"p{others}", "source": "desk"}
    incident = Incident.objects.create(service=service, from_at=at, opened_at=at, **about)
    counts = dict.fromkeys(("kept", "dropped", "added", "people"), 1)
    Proposal.objects.create(
        incident=incident,
        position=1,
        style="fewest",
        revision=1,
        computed_at=at,
        seconds=seconds,
        moved=3,
        others=others,
        **counts,
    )
    Repair.objects.create(incident=incident, style="fewest", others=others, at=at)


def test_incidents_repairs_and_outcomes_are_counted(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    repaired(service, "late", others=2, seconds=2.4)
    repaired(service, "cancelled", others=0, seconds=0.4)
    at = builders.clock("10:40")
    supposed = {"kind": "what_if", "supposed": "late", "subject": "p9", "source": "organiser"}
    Incident.objects.create(service=service, from_at=at, opened_at=at, **supposed)
    for one, result in ((people[0], "in_touch"), (people[1], "application")):
        Outcome.objects.create(
            request=market[0], participant=one, after_days=90, result=result, answered_at=EVENING
        )
    found = reported(service, now=EVENING).figures
    moved, outcomes = found.measures[Kpi.MOVED], found.measures[Kpi.OUTCOMES]
    assert (moved.value, moved.part, moved.whole, found.seconds) == (1.0, 2, 2, 2.4)
    assert (outcomes.value, outcomes.part, outcomes.more) == (25.0, 1, 1)
    assert found.results == {"application": 1}


def test_a_meeting_stays_held_when_somebody_of_it_is_erased_afterwards(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    later = builders.clock("9:00", date(2027, 4, 20))
    personal_data.erase(registration_id=people[3].registration_id, has_link=True, by=Subject(), now=later)
    found = reported(service, now=later).figures
    assert (found.held, found.people, found.missed) == (4, 3, {})


def test_a_yes_counts_from_when_it_was_said_and_not_from_when_it_was_held(
    service: Service, people: list[Participant]
) -> None:
    ada, bo, cy, _di = people
    slow, quick = matchmaking.asked(ada, bo), matchmaking.asked(ada, cy)
    for request, hours in ((slow, 73), (quick, 72)):
        request.parties.filter(is_sender=False).update(said_yes_at=builders.NOW + timedelta(hours=hours))
        Request.objects.filter(pk=request.pk).update(
            state=RequestState.ACCEPTED, answered_at=builders.NOW + timedelta(hours=200)
        )
    measure = reported(service, now=EVENING).figures.measures[Kpi.ANSWERED]
    assert (measure.part, measure.whole) == (1, 2)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (builders.clock("7:00"), "Der Bericht beginnt mit der Veranstaltung."),
        (builders.clock("11:00"), "Zwischenbericht"),
        (EVENING, "4 Gespräche, 100 % zwischen verschiedenen Netzwerken"),
    ],
)
def test_the_report_has_a_state_before_during_and_after(
    signed_in: Callable[[User], Client],
    otto: User,
    at: Callable[..., str],
    market: list[Request],
    now: datetime,
    said: str,
) -> None:
    with time_machine.travel(now, tick=False):
        text = signed_in(otto).get(at("report/")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert said in text
    assert ("Gespräche zwischen Personen" in text) is (now != builders.clock("7:00"))


@pytest.mark.usefixtures("evening")
def test_the_page_is_sound_and_names_nobody(
    desk: Client, at: Callable[..., str], market: list[Request], valid: Callable[[str], list[str]]
) -> None:
    text = desk.get(at("report/")).content.decode()
    assert valid(text) == []
    assert [name for name in ("Ada", "Bo ", "Cy ", "Di ") if name in text] == []
    assert "Liste mit Grund" in text


@pytest.mark.usefixtures("evening")
def test_who_had_few_meetings_is_named_after_an_entry_in_the_trail(
    desk: Client, at: Callable[..., str], market: list[Request], otto: User
) -> None:
    text = desk.get(at("report/few/")).content.decode()
    names = re.findall(r'<th scope="row">(\w+)', text)
    assert names == ["Di", "Bo", "Cy"]
    entry = AuditEntry.objects.get(verb="statistics.looked_at_few")
    assert (entry.by_id, entry.kind) == (otto.pk, "events.event")


@pytest.mark.usefixtures("evening")
def test_the_files_hold_the_same_figures_and_no_names(
    desk: Client, at: Callable[..., str], market: list[Request]
) -> None:
    data = json.loads(desk.get(at("report.json")).content)
    tables = {one["key"]: one for one in data["tables"]}
    held = next(row for row in tables["figures"]["rows"] if row[0] == "Stattgefunden")
    told = ["Stattgefunden", 100.0, "≥ 90\N{NO-BREAK SPACE}%", 75, 4, 4, 0, "erreicht"]
    assert held == [*told, "4 von 4 geplanten gesehen"]
    assert "beide eingecheckt: 4" in json.dumps(data, ensure_ascii=False)
    matrix = tables["meetings_between_networks"]
    assert matrix["columns"] == [
        *("Netzwerk", "Netz LES", "Netz PHM", "Netz WKU", "in keinem Netzwerk", "zusammen", "Personen")
    ]
    assert matrix["rows"][0] == ["Netz LES", 0, 1, 1, 1, 3, 1]
    csv = desk.get(at("report.csv")).content.decode()
    assert "Gespräche zwischen Netzwerken;Netz LES;Netz PHM;1" in csv
    book = zipfile.ZipFile(io.BytesIO(desk.get(at("report.xlsx")).content))
    assert len([name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]) == 6
    assert "Ada" not in csv + json.dumps(data)
    assert AuditEntry.objects.filter(verb="statistics.report_exported").count() == 3
    assert desk.get(at("report.exe")).status_code == 404


@pytest.mark.usefixtures("evening")
def test_the_report_is_a_pdf_for_everybody(
    desk: Client, at: Callable[..., str], market: list[Request]
) -> None:
    data = desk.get(at("report.pdf")).content
    assert data.startswith(b"%PDF")
    assert b"pdfuaid" in data


@pytest.mark.usefixtures("evening")
def test_earlier_events_of_the_team_stand_beside_this_one(
    desk: Client, at: Callable[..., str], market: list[Request], otto: User, person: Callable[..., User]
) -> None:
    figures = reported(Service.objects.get(), now=EVENING).figures
    measures = {
        kpi.value: [one.value, one.part, one.whole, one.more] for kpi, one in figures.measures.items()
    }  # as it was kept before held meetings needed a sign
    others = (("Frühere", otto, 2025), ("Fremde", person("else"), 2025), ("Spätere", otto, 2028))
    for title, user, year in others:
        day = date(year, 5, 2)
        other = builders.event(title, user, first_day=day, last_day=day)
        KeptFigures.objects.create(event=other, content={"measures": measures}, counted_at=EVENING)
    text = desk.get(at("report/")).content.decode()
    assert "Verglichen mit früheren Veranstaltungen" in text
    assert "Frühere (2025)" in text
    table = text[text.index("Verglichen mit früheren") :]
    rows = dict(
        re.findall(r'<th scope="row">([^<]*)</th>\s*<td[^>]*>[^<]*</td>\s*<td[^>]*>([^<]*)</td>', table)
    )
    assert (rows["Stattgefunden"], rows["Gegenseitige Wünsche eingeplant"]) == ("–", "100\N{NO-BREAK SPACE}%")
    assert ("Fremde" in text, "Spätere" in text) == (False, False)


def test_the_report_of_erased_people_shows_what_was_kept(
    signed_in: Callable[[User], Client],
    otto: User,
    at: Callable[..., str],
    service: Service,
    market: list[Request],
) -> None:
    after = builders.clock("9:00", date(2027, 4, 16))
    assert kept_figures.archive_figures(service_id=service.pk, now=after)
    late = builders.clock("9:00", date(2027, 12, 1))
    assert personal_data.forget(now=late, keep=timedelta(days=180)) == 4
    assert not kept_figures.archive_figures(service_id=service.pk, now=late)
    with time_machine.travel(late, tick=False):
        text = signed_in(otto).get(at("report/")).content.decode()
    assert "Die Personendaten dieser Veranstaltung sind gelöscht." in text
    assert "4 von 4 geplanten gesehen" in text


@pytest.mark.usefixtures("evening")
def test_the_report_asks_as_often_for_many_as_for_few(
    desk: Client, at: Callable[..., str], guest: Guest, meet: Meet
) -> None:
    counts = []
    for number, slot in enumerate(("10:30", "10:50", "11:10")):
        meet(guest(f"Ada {number}", "LES"), guest(f"Bo {number}", "PHM"), at=slot)
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at("report/")).status_code == 200
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts


def test_without_a_matching_there_is_nothing_to_report(
    otto: User, signed_in: Callable[[User], Client]
) -> None:
    builders.event("Ohne Matching", otto)
    text = signed_in(otto).get("/de/manage/events/ohne-matching/report/").content.decode()
    assert "Hier gibt es kein Matching" in text
