"""Events side by side: the figures of each, what nothing measured, and whose events these may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders, matchmaking
from tests.platform.statistics.test_report import EVENING

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry
from handschlag.day.models import Mark
from handschlag.events.models import Event, EventOrganiser
from handschlag.matching.models import Participant, Request, Service, WishKind
from handschlag.registration import personal_data
from handschlag.registration.models import CheckIn
from handschlag.statistics import kept_figures
from handschlag.statistics.comparison import ComparedFigure, Gap, compared_event, earlier_of
from handschlag.statistics.models import KeptFigures

pytestmark = pytest.mark.django_db
LATE = builders.clock("9:00", date(2027, 12, 1))


def told(service: Service, now: Any = EVENING) -> dict[str, tuple[Any, ...]]:
    """Number, whole and gap of each figure."""
    cells = compared_event(service.event, now=now).cells
    return {one.value: (cell.number, cell.whole, cell.gap) for one, cell in cells.items()}


@pytest.fixture
def talked(market: list[Request], people: list[Participant], service: Service) -> None:
    """Ada notes two wishes; both sides of one meeting release their contact; Eve never comes."""
    ada, bo, cy, _di = people
    for other, kind in ((bo, WishKind.MUST), (cy, WishKind.WANT)):
        ada.wishes.create(towards=other, kind=kind, changed_at=builders.NOW)
    bo.wishes.create(towards=cy, kind=WishKind.RATHER_NOT, changed_at=builders.NOW)
    for one in (ada, bo):
        Mark.objects.create(
            request=market[0], participant=one, took_place=True, releases_contact=True, marked_at=EVENING
        )
    Mark.objects.create(request=market[1], participant=cy, releases_contact=True, marked_at=EVENING)
    builders.registration(service.event, "Eve")


@pytest.mark.usefixtures("talked")
def test_the_figures_of_an_event_are_counted_by_hand(service: Service, market: list[Request]) -> None:
    assert told(service) == {
        "registered": (5, None, None),
        "joined": (4, 5, None),
        "wishes": (4, len({one.sender_id for one in market}), None),
        "planned": (4, 4, None),
        "held": (4, 4, None),
        "answered": (4, 4, None),
        "contacts": (1, 2, None),
        "no_shows": (1, 5, None),
    }


@pytest.mark.usefixtures("talked")
def test_the_figures_stay_when_people_are_erased(service: Service) -> None:
    before = told(service, builders.clock("9:00", date(2027, 4, 16)))
    assert kept_figures.archive_figures(service_id=service.pk, now=builders.clock("9:00", date(2027, 4, 16)))
    assert personal_data.forget(now=LATE, keep=timedelta(days=180)) == 5
    assert told(service, LATE) == before


@pytest.mark.usefixtures("market")
def test_what_nobody_noted_is_not_measured(service: Service, otto: User) -> None:
    CheckIn.objects.all().delete()
    gaps = {name: gap for name, (_number, _whole, gap) in told(service).items() if gap}
    assert gaps == {"held": Gap.NO_SIGN, "contacts": Gap.NO_FEEDBACK, "no_shows": Gap.NO_CHECK_IN}
    early = {gap for _number, _whole, gap in told(service, builders.clock("9:00")).values() if gap}
    assert early == {Gap.NOT_OVER}
    plain = builders.event("Ohne Matching", otto)
    cells = compared_event(plain, now=EVENING).cells
    assert cells[ComparedFigure.PLANNED].gap is Gap.NO_MATCHING


@pytest.mark.usefixtures("evening", "talked")
def test_the_page_shows_chosen_events_of_the_own_team_only(
    desk: Client,
    at: Callable[..., str],
    otto: User,
    person: Callable[..., User],
    valid: Callable[[str], list[str]],
) -> None:
    earlier = {"first_day": date(2026, 4, 2), "last_day": date(2026, 4, 2)}
    matchmaking.matching(builders.event("Frühere", otto, **earlier))
    builders.event("Fremde", person("else"), **earlier)
    builders.event("Probe", otto, is_tryout=True, **earlier)
    text = desk.get(at("report/comparison/?with=fremde&with=fruhere")).content.decode()
    assert valid(text) == []
    assert "Frühere (2026)" in text
    assert "nicht gemessen" in text
    assert ("Fremde" in text, "Probe" in text) == (False, False)
    assert "Frühere (2026)" in desk.get(at("report/comparison/")).content.decode()
    assert "Frühere (2026)" not in desk.get(at("report/comparison/?with=")).content.decode()


@pytest.mark.usefixtures("evening", "talked")
def test_events_that_are_only_read_are_not_of_the_own_team(
    desk: Client, at: Callable[..., str], event: Event, otto: User, person: Callable[..., User]
) -> None:
    auditor, days = (
        person("else", Role.ORGANISER),
        {"first_day": date(2026, 4, 2), "last_day": date(2026, 4, 2)},
    )
    other = builders.event("Fremde", auditor, **days)
    EventOrganiser.objects.create(event=other, user=otto, since=builders.NOW, only_reads=True)
    assert "Fremde" not in desk.get(at("report/comparison/?with=fremde")).content.decode()
    assert desk.get(at("report/comparison.json")).status_code == 200
    EventOrganiser.objects.all().update(only_reads=False)
    KeptFigures.objects.create(event=other, content={"measures": {}}, counted_at=EVENING)
    assert [one.title for one in earlier_of(event)] == ["Fremde"]
    EventOrganiser.objects.filter(user=otto, event=other).update(only_reads=True)
    assert earlier_of(event) == ()
    EventOrganiser.objects.create(event=event, user=auditor, since=builders.NOW, only_reads=True)
    assert earlier_of(event) == ()


@pytest.mark.usefixtures("evening", "talked")
def test_the_files_carry_the_same_figures_and_are_noted(
    desk: Client, at: Callable[..., str], event: Event, otto: User
) -> None:
    answer = desk.get(at("report/comparison.json?with="))
    assert 'filename="netzwerke-verbinden-comparison-' in answer["Content-Disposition"]
    tables = {one["key"]: one for one in json.loads(answer.content)["tables"]}
    rows = {row[0]: row[1] for row in tables["comparison"]["rows"]}
    assert (rows["Stattgefunden, wie beobachtet (%)"], rows["Nicht gekommen (%)"]) == (100.0, 20.0)
    assert desk.get(at("report/comparison.pdf")).content.startswith(b"%PDF")
    assert desk.get(at("report/comparison.exe")).status_code == 404
    noted = AuditEntry.objects.filter(verb="statistics.comparison_exported")
    assert noted.count() == 2
    days = {"first_day": date(2026, 4, 2), "last_day": date(2026, 4, 2)}
    earlier = builders.event("Frühere", otto, **days)
    desk.get(at("report/comparison.json?with=fruhere"))
    told = set(noted.order_by("-pk").values_list("object_id", flat=True)[:2])
    assert told == {str(event.pk), str(earlier.pk)}
