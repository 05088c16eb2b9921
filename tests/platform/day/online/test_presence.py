"""Whoever takes part online is met online, and only they; whoever has been put there stays there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.conftest import Today, today

from handschlag.events.models import Event, Place, PlaceKind
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Participant, Request
from handschlag.registration.models import Registration

__all__ = ["today"]
pytestmark = pytest.mark.django_db


def allowed(service: object) -> dict[int, str]:
    """By request: where it may take place."""
    facts = load_engine_input(service)  # type: ignore[arg-type]
    online = {f"t{row.pk}" for row in facts.places if row.kind == PlaceKind.LINK}
    words = {}
    for one in problem_of(facts).requests:
        places = one.places
        words[int(one.id[1:])] = (
            "any"
            if places is None
            else "online"
            if places == online
            else "on site"
            if not places & online
            else "?"
        )
    return words


def test_who_is_not_on_site_is_met_online(today: Today, meeting_of_two: tuple[Request, Request]) -> None:
    mine, others = meeting_of_two
    assert set(allowed(today.service).values()) == {"any"}
    builders.place(today.service.event, "O1", kind=PlaceKind.LINK)
    assert set(allowed(today.service).values()) == {"on site"}
    person = mine.parties.order_by("pk").first().participant
    Registration.objects.filter(pk=person.registration_id).update(is_remote=True)
    found = allowed(today.service)
    assert (found[mine.pk], found[others.pk]) == ("online", "on site")
    Place.objects.filter(meetings__request=others).update(kind=PlaceKind.LINK)
    assert allowed(today.service)[others.pk] == "any"


@pytest.fixture
def meeting_of_two(today: Today) -> tuple[Request, Request]:
    """One meeting, and another of other people at another table."""
    one = Request.objects.filter(service=today.service, meeting__isnull=False).order_by("pk").first()
    people = Participant.objects.filter(parties__request=one)
    rest = Request.objects.filter(service=today.service, meeting__isnull=False)
    other = rest.exclude(parties__participant__in=people).exclude(meeting__place=one.meeting.place)
    return one, other.order_by("pk").first()


def test_the_form_asks_only_where_people_can_meet_online(
    client: Client, event: Event, register_page: Callable[[], str]
) -> None:
    assert "is_remote" not in register_page()
    builders.place(event, "O1", kind=PlaceKind.LINK)
    assert "is_remote" in register_page()


@pytest.fixture
def register_page(client: Client, event: Event) -> Callable[[], str]:
    def read() -> str:
        return client.get(reverse("registration:register", args=[event.slug])).content.decode()

    return read
