"""The personal link knows what day it is: whom to meet, the own day, the next meeting, two taps each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now as clock_now
from tests.platform import builders

from handschlag.matching.models import Participant, Request, Service

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`put(moment)`: it is that time."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def opened(client: Client, token: str) -> str:
    """The page to which the link leads; empty where it is the registration itself."""
    answer = client.get(reverse("registration:own", args=[token]))
    return str(answer.headers.get("Location", ""))


def tabs_in(text: str) -> list[str]:
    bar = text.split("hs-own__tabs", 1)[1].split("</nav>", 1)[0]
    return re.findall(r'<span class="hs-narrow">\s*([^<]+?)\s*</span>', " ".join(bar.split()))


def test_the_link_opens_what_matters_on_each_day(
    client: Client,
    put: Callable[[datetime], None],
    linked: Linked,
    service: Service,
    met: Request,
    ada: Participant,
) -> None:
    token = linked(ada)
    found = {}
    for name, moment in {
        "wishes": service.answers_until - timedelta(minutes=1),
        "answers are over": service.answers_until,
        "breakfast": builders.clock("06:00"),
        "running": builders.clock("10:40"),
        "over": builders.clock("10:45"),
        "next day": builders.clock("10:45") + timedelta(days=1),
        "a month": builders.clock("10:45") + timedelta(days=31),
    }.items():
        put(moment)
        found[name] = opened(client, token).removeprefix("/de/").replace(token, "T")
    assert found == {
        "wishes": "matching/T/people/",
        "answers are over": "matching/T/day/",
        "breakfast": "day/T/",
        "running": "day/T/",
        "over": "day/T/afterwards/",
        "next day": "day/T/afterwards/",
        "a month": "day/T/came-of-it/",
    }


def test_who_takes_no_part_or_has_no_profile_is_led_where_they_can_go_on(
    client: Client, put: Callable[[datetime], None], linked: Linked, service: Service, ada: Participant
) -> None:
    token = linked(ada)
    put(service.answers_until - timedelta(minutes=1))
    Participant.objects.update(described_at=None)
    assert opened(client, token).endswith("/profile/")
    Participant.objects.update(left_at=clock_now())
    assert opened(client, token) == ""
    put(builders.clock("10:24"))
    assert opened(client, token) == ""


def test_the_registration_stays_within_reach(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("10:24")
    token = linked(ada)
    details, now = reverse("registration:details", args=[token]), reverse("day:today", args=[token])
    assert f'href="{details}"' in client.get(now).content.decode()
    text = client.get(details).content.decode()
    pages = ("day:today", "matching:day", "matching:invitation", "registration:change")
    missing = [one for one in pages if f'href="{reverse(one, args=[token])}"' not in text]
    assert missing == []


def test_the_first_tab_is_what_matters_and_every_tab_opens(
    client: Client,
    put: Callable[[datetime], None],
    linked: Linked,
    service: Service,
    met: Request,
    ada: Participant,
) -> None:
    token = linked(ada)
    shown = {}
    for name, moment, page in (
        ("before", service.answers_until, "matching:day"),
        ("day", builders.clock("10:24"), "day:today"),
        ("after", builders.clock("10:45") + timedelta(days=2), "day:afterwards"),
    ):
        put(moment)
        text = client.get(reverse(page, args=[token])).content.decode()
        shown[name] = tabs_in(text)
        bar = text.split("hs-own__tabs", 1)[1].split("</nav>", 1)[0]
        assert bar.count('aria-current="page"') == 1
        assert [client.get(url).status_code for url in re.findall(r'href="([^"]+)"', bar)] == [200] * 5
    assert shown == {
        "before": ["Für Sie", "Suchen", "Anfragen", "Wünsche", "Mein Tag"],
        "day": ["Jetzt", "Mein Tag", "Anfragen", "Suchen", "Kontakte"],
        "after": ["Rückblick", "Kontakte", "Mein Tag", "Anfragen", "Wünsche"],
    }
