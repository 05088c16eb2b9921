"""Lists refill from their reserve, one of each organisation, and search begins with those who fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.test_ballots import ask, at_that_time, path

from handschlag.matching.actions.lists import write_lists
from handschlag.matching.models import Listed, Participant, Service

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]


assert at_that_time  # the clock of this file, too


def colleagues(service: Service, number: int, organisation: str = "Glaswerk") -> list[Participant]:
    return [
        matchmaking.participant(
            service,
            f"Gast {chr(65 + one)}delmann",
            needs=("Sensoren",),
            offers=("Laserlinsen",),
            registered={"organisation": organisation or f"Werk {one}"},
        )
        for one in range(number)
    ]


def recommended(page: str) -> list[str]:
    return re.findall(r'<h3>\s*<a href="[^"]*">([^<]*)</a>', page)


def test_of_an_organisation_one_is_recommended_and_colleagues_beside_them(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    several = colleagues(service, 3)
    write_lists(service_id=service.pk)
    token = linked(ada)
    page = client.get(path("recommended", token)).content.decode()
    (shown,) = recommended(page)
    others = [one for one in several if one.registration.name != shown]
    beside = page[page.index("oder aus derselben Organisation:") :]
    for one in others:
        assert f'<a href="{path("person", token, one.pk)}">{one.registration.name}</a>' in beside
    client.post(path("wish", token), {f"wish-{others[0].pk}": "want"})
    page = client.get(path("recommended", token)).content.decode()
    assert sorted(recommended(page)) == sorted([shown, others[0].registration.name])


def test_who_was_asked_makes_room_for_the_next(
    client: Client, service: Service, ada: Participant, linked: Link, now: datetime
) -> None:
    several = colleagues(service, 14, organisation="")
    write_lists(service_id=service.pk)
    token = linked(ada)
    before = recommended(client.get(path("recommended", token)).content.decode())
    by_name = {one.registration.name: one for one in several}
    for name in before[:3]:
        ask(ada, by_name[name], now)
    page = client.get(path("recommended", token)).content.decode()
    after = recommended(page)
    assert (len(before), len(after)) == (12, 11)
    assert after[:9] == before[3:]
    assert "3 Personen schon angefragt" in page


def test_whoever_is_in_reserve_is_not_recommended_yet(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    colleagues(service, 14, organisation="")
    write_lists(service_id=service.pk)
    lines = Listed.objects.filter(participant=ada)
    assert list(lines.values_list("position", flat=True)) == list(range(1, 15))
    reserve = lines.filter(place="reserve")
    assert list(reserve.values_list("position", flat=True)) == [11, 12, 13, 14]
    page = client.get(path("person", linked(ada), reserve[0].partner_id)).content.decode()
    assert "Warum steht diese Person nicht auf meiner Liste?" in page
    assert "Was Sie bekommen" in page


def test_search_begins_with_those_who_fit_and_says_why(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)
    page = " ".join(client.get(path("browse", token)).content.decode().split())
    assert page.index("Bo Nilsson") < page.index("Cy Tannert")
    assert '<mark class="hs-theirs">Laserlinsen</mark>' in page
    assert "was Sie suchen: Linsen für Laser" in page
    assert "gemeinsame freie Zeiten" not in page
    by_name = client.get(path("browse", token), {"sort": "name", "q": "e"}).content.decode()
    assert by_name.index("Bo Nilsson") < by_name.index("Cy Tannert")
