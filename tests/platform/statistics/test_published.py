"""Figures become public when they were looked at, show nothing small, and go when they are withdrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching.models import Participant, Request, Service
from handschlag.statistics import documents, kept_figures, kpis, review
from handschlag.statistics.documents import Sheet
from handschlag.statistics.figures import reported
from handschlag.statistics.kpis import Kpi, TargetVerdict, share
from handschlag.statistics.models import KeptFigures, PublicFigures
from handschlag.statistics.public_figures import (
    Content,
    PublicationState,
    decoded,
    digest_of,
    encoded,
    public_content,
    published_figure,
    rank_of,
    seen_of,
)
from handschlag.statistics.review import PublishRefusal

pytestmark = pytest.mark.django_db
EVENING = builders.clock("20:00", builders.SECOND_DAY)
SLOTS = ("10:30", "10:50", "11:10", "11:30", "11:50", "12:10")
type Guest = Callable[..., Participant]
type Meet = Callable[..., Request]


@pytest.fixture
def crowd(guest: Guest, meet: Meet) -> None:
    """Four of LES meet four of PHM four times each, one of WKU meets one of LES; LES meet in house."""
    les = [guest(f"Ada {number}", "LES") for number in range(4)]
    phm = [guest(f"Bo {number}", "PHM") for number in range(4)]
    wku = guest("Cy Einzig", "WKU")
    for slot in range(4):
        meet(les[slot], phm[slot], at=SLOTS[slot])
        meet(les[(slot + 1) % 4], phm[(slot + 2) % 4], at=SLOTS[slot], table="T2")
    meet(les[0], wku, at=SLOTS[4])
    meet(les[1], les[2], at=SLOTS[4], table="T2")
    meet(les[0], les[3], at=SLOTS[5])


def content(service: Service) -> Content:
    return public_content(service, reported(service, now=EVENING).figures, now=EVENING)


def published(service: Service, by: User) -> PublicFigures:
    digest = digest_of(content(service))
    return review.publish(service=service, reviewed=digest, by=by.subject, now=EVENING)


def test_a_single_meeting_of_two_networks_is_in_no_cell_and_in_no_sum(service: Service, crowd: None) -> None:
    seen = content(service)
    assert all(number >= 3 for number in seen.shown.cells.values())
    assert len(seen.shown.hidden) >= 2
    assert seen.figures[Kpi.HELD].value == 100
    assert (seen.signs, seen.unknown) == ({"check_in": 11}, 0)
    assert decoded(json.loads(json.dumps(encoded(seen)))) == seen


def test_figures_from_before_there_were_signs_say_so_and_stay_as_they_are(
    service: Service, crowd: None
) -> None:
    stored = encoded(content(service))
    old = {name: value for name, value in stored.items() if name not in {"signs", "unknown"}}
    old["figures"] = {kpi: told[:3] for kpi, told in old["figures"].items()}
    seen = decoded(old)
    assert (seen.signs, encoded(seen)) == (None, old)
    with override("de"):
        assert seen_of(seen).startswith("Nach der früheren Regel gezählt")


def test_the_secret_order_is_the_same_each_time_and_another_at_each_event() -> None:
    pairs = [(1, 2), (1, 3), (2, 3), (1, 1), (2, 2), (3, 3)]
    orders = [sorted(pairs, key=rank_of(event)) for event in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


def test_what_was_reviewed_is_published_and_nothing_else(service: Service, crowd: None, otto: User) -> None:
    with pytest.raises(Refusal) as no:
        review.publish(service=service, reviewed="0" * 64, by=otto.subject, now=EVENING)
    assert no.value.reason is PublishRefusal.CHANGED
    row = published(service, otto)
    assert (row.number, decoded(row.content)) == (1, content(service))
    assert published(service, otto).number == 2
    entries = AuditEntry.objects.filter(verb="statistics.published").order_by("pk")
    assert [one.by_id for one in entries] == [otto.pk, otto.pk]


def test_an_event_that_is_not_over_or_has_nobody_is_not_published(
    service: Service, crowd: None, otto: User
) -> None:
    with pytest.raises(Refusal) as no:
        review.publish(service=service, reviewed="", by=otto.subject, now=builders.clock("11:00"))
    assert no.value.reason is PublishRefusal.NOT_OVER
    Participant.objects.update(left_at=builders.NOW)
    with pytest.raises(Refusal) as no:
        review.publish(service=service, reviewed="", by=otto.subject, now=EVENING)
    assert no.value.reason is PublishRefusal.TOO_FEW


def test_only_the_team_publishes_and_withdraws(
    service: Service, crowd: None, otto: User, martha: User
) -> None:
    published(service, otto)
    for by in (martha.subject, Subject()):
        with pytest.raises(Denied):
            review.publish(service=service, reviewed="", by=by, now=EVENING)
        with pytest.raises(Denied):
            review.withdraw(event_id=service.event_id, by=by, now=EVENING)
    assert PublicFigures.objects.count() == 1


def digest_in(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found is not None
    return found.group(1)


@pytest.mark.usefixtures("evening")
def test_a_page_shows_exactly_what_becomes_public(
    desk: Client,
    client: Client,
    at: Callable[..., str],
    crowd: None,
    valid: Callable[[str], list[str]],
) -> None:
    public = "/de/events/netzwerke-verbinden/statistics/"
    assert Client().get(public).status_code == 404
    page = desk.get(at("report/public/")).content.decode()
    assert valid(page) == []
    answer = desk.post(at("report/public/"), {"digest": digest_in(page)}, follow=True)
    assert "Die Statistik ist öffentlich." in answer.content.decode()
    text = Client().get(public).content.decode()
    assert valid(text) == []
    assert f'href="{public}"' in Client().get("/de/events/netzwerke-verbinden/").content.decode()
    table = re.compile(r'<table class="hs-sheet hs-heat">.*?</table>', re.DOTALL)
    assert table.search(text) is not None
    assert table.findall(text) == table.findall(page)
    assert [name for name in ("Ada", "Bo 1", "Cy Einzig") if name in text] == []
    desk.post(at("report/public/"), {"withdraw": "1"})
    assert f'href="{public}"' not in Client().get("/de/events/netzwerke-verbinden/").content.decode()
    assert Client().get(public).status_code == 404


def test_the_public_files_hold_no_number_below_three(service: Service, crowd: None, otto: User) -> None:
    published(service, otto)
    url = "/de/events/netzwerke-verbinden/statistics"
    data = json.loads(Client().get(f"{url}.json").content)
    tables = {one["key"]: one for one in data["tables"]}
    cells = [cell for row in tables["meetings_between_networks"]["rows"] for cell in row[1:-1]]
    assert {cell for cell in cells if cell is not None} & {1, 2} == set()
    assert None in cells
    assert Client().get(f"{url}.csv").status_code == Client().get(f"{url}.xlsx").status_code == 200
    assert Client().get(f"{url}.pdf").status_code == 404


def test_a_draft_shows_no_statistics(service: Service, crowd: None, otto: User) -> None:
    published(service, otto)
    Event.objects.update(status="draft")
    assert Client().get("/de/events/netzwerke-verbinden/statistics/").status_code == 404
    assert "netzwerke-verbinden" not in Client().get("/de/statistics/").content.decode()


def test_a_network_that_is_not_public_is_not_named(
    service: Service, crowd: None, otto: User, firms: dict[str, Any]
) -> None:
    network = firms["PHM"].memberships.get().network
    type(network).objects.filter(pk=network.pk).update(status="draft")
    published(service, otto)
    text = Client().get("/de/events/netzwerke-verbinden/statistics/").content.decode()
    assert "Netz PHM" not in text
    assert "alle weiteren Netzwerke" in text


def test_who_met_whom_over_the_years_by_networks_programmes_fields_and_laender(
    service: Service, crowd: None, otto: User, firms: dict[str, Any]
) -> None:
    programme, field = builders.programme(), builders.field()
    for name in ("LES", "PHM"):
        network = firms[name].memberships.get().network
        network.in_programmes.create(programme=programme)
        network.fields.set([field])
        type(network).objects.filter(pk=network.pk).update(land=builders.land())
    published(service, otto)
    client = Client()
    for by, name in (
        ("network", "Netz LES"),
        ("programme", "go-cluster"),
        ("field", "Optik"),
        ("land", "Sachsen"),
    ):
        text = client.get("/de/statistics/", {"by": by}).content.decode()
        assert f"{name}" in text
    assert "Netzwerke verbinden" in text
    nothing = client.get("/de/statistics/", {"year": "1999", "land": "99", "by": "x"}).content.decode()
    assert "Netz LES" in nothing
    data = json.loads(client.get("/de/statistics.json", {"by": "land"}).content)
    rows = {tuple(row[:2]): row[2:] for row in data["tables"][0]["rows"]}
    hidden = len(content(service).shown.hidden)
    assert sum(number for number, _bound in rows.values()) <= 12
    assert ("ja" in {bound for _number, bound in rows.values()}) is (hidden > 0)


def test_the_public_pages_ask_as_often_for_many_events_as_for_one(
    service: Service, crowd: None, otto: User
) -> None:
    published(service, otto)
    row = PublicFigures.objects.get()
    counts = []
    for number in range(3):
        if number:
            again = builders.event(f"Noch eine {number}", otto)
            PublicFigures.objects.create(
                event=again, content=row.content, digest=row.digest, published_at=EVENING
            )
        with CaptureQueriesContext(connection) as caught:
            assert Client().get("/de/statistics/", {"by": "field"}).status_code == 200
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts


def test_figures_are_kept_once_and_outlive_the_people(service: Service, crowd: None) -> None:
    later = builders.clock("9:00", builders.clock("9:00").date().replace(day=16))
    with time_machine.travel(later, tick=False):
        assert kept_figures.archive_past_events(now=later) == 1
        assert kept_figures.archive_past_events(now=later) == 0
    kept = KeptFigures.objects.get()
    assert (kept.content["people"], kept.content["held"]) == (9, 11)
    assert all(number >= 3 for _one, _other, number in kept.content["public"]["cells"])
    Participant.objects.update(left_at=builders.NOW)
    assert kept_figures.archive_figures(service_id=service.pk, now=later) is False
    assert KeptFigures.objects.get() == kept
    assert "Ada" not in json.dumps(kept.content)


def test_nothing_small_is_told_by_a_share(service: Service, crowd: None, guest: Guest, meet: Meet) -> None:
    """Two registered people are not in the matching: the share would tell that."""
    builders.registration(service.event, "Eve")
    builders.registration(service.event, "Eva")
    assert content(service).figures[Kpi.JOINED].state is PublicationState.WITHHELD
    builders.registration(service.event, "Evi")
    assert content(service).figures[Kpi.JOINED].value == 75


def test_a_missed_target_does_not_look_reached() -> None:
    found = published_figure(share(Kpi.PLANNED, 270, 285), is_asked=True, has_parts=True)
    assert (found.value, found.verdict) == (94.7, TargetVerdict.MISSED)
    with override("de"):
        assert kpis.value_of(Kpi.PLANNED, found.value) == "94,7\xa0%"
        assert kpis.value_of(Kpi.PLANNED, 94.96) == "94,96\xa0%"
        assert kpis.value_of(Kpi.MEETINGS, 5.98) == "5,98"
        assert kpis.value_of(Kpi.MEETINGS, 6.02) == "6,0"


def test_on_paper_figures_have_their_unit() -> None:
    one = Sheet(key="k", title="Zahlen", heads=("A", "B"), rows=(("x", 93.57),), on_paper=(("x", "93,6 %"),))
    assert documents.pdf_sheet(one)["rows"] == [["x", "93,6 %"]]
    assert documents.pdf_sheet(one)["numbers"] == [False, True]
