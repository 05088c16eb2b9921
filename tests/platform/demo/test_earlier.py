"""The invented years before: nobody is in two places at once, and only sums are kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.demo import past_events
from handschlag.demo.past_events import EDITIONS, Edition, directory_of
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Network
from handschlag.matching.models import Service
from handschlag.registration.models import Registration
from handschlag.statistics.models import PublicFigures


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: str(one.year))
def test_nobody_is_booked_twice_and_no_pair_meets_twice(edition: Edition) -> None:
    world = directory_of(edition, [1, 2, 3])
    seats = Counter((one.starts_at, person) for one in world.standing for person in one.people)
    pairs = Counter(frozenset(one.people) for one in world.standing)
    assert set(seats.values()) == set(pairs.values()) == {1}
    assert world == directory_of(edition, [1, 2, 3])


@pytest.mark.django_db
def test_their_statistics_stand_over_the_years(
    now: datetime, client: Client, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    organiser = person("veit", Role.ORGANISER)
    User.objects.filter(pk=organiser.pk).update(email=BY_PART[PersonaRole.ORGANISER].address)
    for name in ("Alpha", "Beta", "Gamma"):
        builders.network(name)
    Network.objects.update(is_demo=True)
    past_events.write_earlier_events(now=now)
    text = client.get("/de/statistics/").content.decode()
    assert ["Netzwerke verbinden 2025" in text, "Netzwerke verbinden 2026" in text] == [True, True]
    assert client.get("/en/events/netzwerke-verbinden-2026/statistics/").status_code == 200
    assert (Service.objects.count(), Registration.objects.count()) == (0, 0)
    numbers = [row[2] for one in PublicFigures.objects.all() for row in one.content["cells"]]
    assert min(numbers) >= 3, json.dumps(numbers)
    page = signed_in(organiser).get("/de/manage/events/netzwerke-verbinden-2026/report/comparison/")
    text = page.content.decode()
    assert "Netzwerke verbinden 2025" in text
    assert text.count("nicht gemessen") == 1  # nobody was checked in in 2025
    report = signed_in(organiser).get("/de/manage/events/netzwerke-verbinden-2025/report/").content.decode()
    assert "Die Personendaten dieser Veranstaltung sind gelöscht." in report
