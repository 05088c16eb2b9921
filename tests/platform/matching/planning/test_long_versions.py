"""Versions and timetables with many lines are shown page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import matchmaking

from handschlag.matching.models import Meeting
from handschlag.matching.publishing import actions, pages
from handschlag.matching.timetable import pages as planning
from handschlag.matching.timetable import people
from handschlag.matching.versions import latest_version, valid_meetings

pytestmark = pytest.mark.django_db


def test_a_long_version_has_pages(
    monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str], now: Any
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 1)
    scene.accepted(scene.ada, scene.bo)
    scene.accepted(scene.ada, scene.cy)
    scene.service.refresh_from_db()
    actions.publish(
        service_id=scene.service.pk, revision=scene.service.revision, by=scene.otto.subject, now=now
    )
    url = at("version", 1)
    first, second = (console.get(f"{url}?page={number}").content.decode() for number in (1, 2))
    assert "mit 2 Gesprächen" in first
    assert f"{url}?page=2" in first or 'href="?page=2"' in first
    shown = [text.count("Tannert") + text.count("Nilsson") for text in (first, second)]
    assert shown == [1, 1]


def test_a_version_is_read_once_however_often_it_is_looked_at(scene: Any, now: Any) -> None:
    scene.accepted(scene.ada, scene.bo)
    scene.service.refresh_from_db()
    actions.publish(
        service_id=scene.service.pk, revision=scene.service.revision, by=scene.otto.subject, now=now
    )
    first = valid_meetings(latest_version(scene.service))
    assert [set(one.people) for one in first] == [{scene.ada.pk, scene.bo.pk}]
    with CaptureQueriesContext(connection) as asked:
        assert valid_meetings(latest_version(scene.service)) == first
    assert not [one for one in asked if '"content"' in one["sql"]]


@pytest.mark.parametrize("view", ["places", "people", "list"])
def test_a_long_timetable_has_pages(
    view: str, monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str]
) -> None:
    for module, name in ((planning, "PLACES"), (planning, "MEETINGS"), (people, "PEOPLE")):
        monkeypatch.setattr(module, name, 1)
    scene.accepted(scene.ada, scene.bo)
    scene.accepted(scene.ada, scene.cy)
    first, second = (console.get(at("timetable"), {"view": view, "page": n}) for n in ("1", "2"))
    assert f'href="?view={view}&amp;page=2"' in first.content.decode()
    rows = [list(page.context["screen"]["rows"]) for page in (first, second)]
    assert [len(one) for one in rows] == [1, 1]
    assert rows[0] != rows[1]


def test_a_chosen_meeting_is_on_the_page_that_opens(
    monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str]
) -> None:
    monkeypatch.setattr(planning, "PLACES", 1)
    asked = [scene.accepted(scene.ada, other) for other in (scene.bo, scene.cy)]
    for request in asked:
        page = console.get(at("timetable"), {"meeting": request.pk})
        assert [row.pk for row in page.context["screen"]["rows"]] == [request.meeting.place_id]


def test_many_changes_have_pages_and_are_found_by_name(
    monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str], now: Any
) -> None:
    monkeypatch.setattr(pages, "CHANGES_ON_A_PAGE", 1)
    scene.accepted(scene.ada, scene.bo)
    scene.accepted(scene.ada, scene.cy)

    def shown(where: str, **asked: str) -> tuple[list[str], list[str]]:
        """The names on each page of the lists, and the addresses of other pages."""
        screen = console.get(where, asked).context["screen"]
        rows = [row["who"] for group in screen["groups"] for row in group["rows"]]
        return rows, [link.url for group in screen["groups"] for link in group["pages"].links if link]

    page = at("publishing")
    (first, ways), (second, _ways) = shown(page), shown(page, new="2")
    assert (len(first), len(second), first == second) == (1, 1, False)
    assert ways == ["?new=1#changes-new", "?new=2#changes-new"]
    (found, ways), (none, _ways) = shown(page, q="tannert"), shown(page, q="Niemand")
    assert [who.count("Tannert") for who in found] == [1]
    assert (ways, none) == (["?q=tannert&new=1#changes-new"], [])
    assert shown(page, q="Tannert, Cy")[0] == shown(page, q="cy tannert")[0] == found
    assert (
        "Für „Niemand“ wurde keine Änderung gefunden." in console.get(page, {"q": "Niemand"}).content.decode()
    )
    assert shown(page, new="99")[0] == shown(page, new="-1")[0] == second, "the last one for none there"
    assert shown(page, new="abc")[0] == shown(page, new="²")[0] == first

    scene.service.refresh_from_db()
    actions.publish(
        service_id=scene.service.pk, revision=scene.service.revision, by=scene.otto.subject, now=now
    )
    assert shown(page)[0] == []
    scene.accepted(scene.bo, scene.cy)
    assert shown(at("roll_back", 1))[0] == shown(at("roll_back", 1), q="Tannert")[0] != []


def test_other_places_are_folded_until_asked_for_and_each_list_keeps_its_page(
    monkeypatch: pytest.MonkeyPatch, scene: Any, console: Client, at: Callable[..., str]
) -> None:
    monkeypatch.setattr(pages, "CHANGES_ON_A_PAGE", 1)
    moved = [scene.accepted(scene.ada, scene.bo), scene.accepted(scene.ada, scene.cy)]
    scene.publish()
    for request in moved:
        spot = Meeting.objects.get(request=request)
        other = type(spot.place).objects.filter(event=scene.service.event).exclude(pk=spot.place_id)
        Meeting.objects.filter(pk=spot.pk).update(place=other.first())
    for one, other in ((scene.bo, scene.cy), (scene.cy, matchmaking.participant(scene.service, "Di Meyer"))):
        scene.accepted(one, other)

    def shown(**asked: str) -> tuple[bool, list[str]]:
        """Whether the places are open, and where the other pages of both lists are."""
        answer = console.get(at("publishing"), asked)
        groups = answer.context["screen"]["groups"]
        assert [one["id"] for one in groups] == ["changes-new", "changes-elsewhere"]
        is_open = b'id="changes-elsewhere" open>' in answer.content
        assert answer.content.count(b'<details class="hs-section hs-printed"') == 1
        return is_open, [group["pages"].next or group["pages"].previous for group in groups]

    assert shown() == (False, ["?new=2#changes-new", "?elsewhere=2#changes-elsewhere"])
    assert shown(elsewhere="1")[0], "whoever turns back sees the first page"
    assert shown(elsewhere="2") == (
        True,
        ["?elsewhere=2&new=2#changes-new", "?elsewhere=1#changes-elsewhere"],
    )
    assert shown(elsewhere="2", new="2x") == shown(elsewhere="2")
    both = ["?elsewhere=2&new=1#changes-new", "?new=2&elsewhere=1#changes-elsewhere"]
    assert shown(elsewhere="99", new="2") == (True, both)
    assert shown(q="Tannert")[0], "what was searched for is shown"
