"""The desk tells whoever arrives where to go next, and calls first whoever is missed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.platform.day.conftest import Today

from handschlag.accounts.models import User
from handschlag.day.not_coming import desk_meetings_of
from handschlag.events.models import Event
from handschlag.matching.models import Participant
from handschlag.registration.check_in import check_in_entries, check_in_screen

pytestmark = pytest.mark.django_db


def screen(event: Event, today: Today, *, who: int, is_team: bool = True) -> dict[str, object]:
    rows = check_in_entries(event.pk)
    return check_in_screen(event, rows, query="", who=who, page="1", is_team=is_team, now=today.now)


def test_the_card_says_where_the_person_goes_next(today: Today, signed_in: Callable[[User], Client]) -> None:
    event = today.service.event
    person = Participant.objects.select_related("registration").get(pk=today.meets_most())
    first, *rest = desk_meetings_of(event, today.now)[person.registration_id]
    with time_machine.travel(today.now, tick=False):
        desk = signed_in(today.otto)
        page = desk.get(reverse("registration:desk", args=[event.slug]), {"who": person.registration_id})
        said = page.context["meetings"]
        assert (said["place"], said["others"]) == (first.place, ", ".join(first.others))
        assert said["number"] == len(rest) + 1
        data = {"code": person.registration.badge_code, "who": person.registration_id, "do": "sheet"}
        data["key"] = page.context["key"]
        to = desk.post(reverse("registration:check_in", args=[event.slug]), data)
        sheet = desk.get(to.headers["Location"])
    assert person.registration.check_ins.count() == 1
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(sheet.content)).pages)
    assert person.registration.name in text


def test_helpers_with_a_pass_learn_where_but_not_with_whom(today: Today) -> None:
    event = today.service.event
    person = Participant.objects.get(pk=today.meets_most())
    shown = screen(event, today, who=person.registration_id, is_team=False)
    assert shown["meetings"]["place"]  # type: ignore[index]
    assert (shown["meetings"]["others"], shown["sheet_url"]) == ("", "")  # type: ignore[index]


def test_whoever_is_missed_first_stands_first_with_the_minutes_left(today: Today) -> None:
    event = today.service.event
    ahead = desk_meetings_of(event, today.now)
    rows = screen(event, today, who=0)["absent"]
    firsts = [ahead[entry.id][0].starts_at for entry, _phone, first in rows if first]  # type: ignore[attr-defined]
    assert firsts == sorted(firsts)
    soon = [first["words"] for _entry, _phone, first in rows if first and first["is_soon"]]  # type: ignore[attr-defined]
    assert any("in " in words and "min" in words for words in soon)


def test_no_meeting_is_told_when_all_are_over(today: Today) -> None:
    assert desk_meetings_of(today.service.event, today.now + timedelta(days=3)) == {}
