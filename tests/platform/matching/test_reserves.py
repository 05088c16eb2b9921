"""Lists are there with the profile, refill from their reserve, and search begins with those who fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.test_ballots import ask, at_that_time, path

from handschlag.common.jobs import work_off
from handschlag.matching import recommendation_lists
from handschlag.matching.models import Listed, Participant, Service
from handschlag.matching.recommendation_lists import needs_met, write_lists

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
WHY = "Warum steht diese Person nicht auf meiner Liste?"


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


def test_why_somebody_is_missing_is_asked_of_those_whom_the_list_does_not_show(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    """Of fourteen who fit the page shows twelve, two of them from the reserve."""
    colleagues(service, 14, organisation="")
    write_lists(service_id=service.pk)
    lines = Listed.objects.filter(participant=ada)
    assert list(lines.values_list("position", flat=True)) == list(range(1, 15))
    assert list(lines.filter(place="reserve").values_list("position", flat=True)) == [11, 12, 13, 14]
    token = linked(ada)
    shown = recommended(client.get(path("recommended", token)).content.decode())
    for one in lines.select_related("partner__registration"):
        name, url = one.partner.registration.name, path("person", token, one.partner_id)
        page, answer = (client.get(to).content.decode() for to in (url, f"{url}?why=1"))
        assert (WHY in page) == (name not in shown), name
        assert ("Diese Person steht auf Ihrer Liste." in answer) == (name in shown), name
        assert ("Wir empfehlen zuerst andere." in answer) == (name not in shown), name
        assert "Was Sie bekommen" in page


def test_reasons_for_not_being_listed_hold_of_the_list_as_it_is_shown(
    client: Client, service: Service, ada: Participant, cy: Participant, linked: Link, now: datetime
) -> None:
    first, second = colleagues(service, 2)
    asked = matchmaking.participant(service, "Pia Zett", needs=("Sensoren",), offers=("Laserlinsen",))
    bare = matchmaking.participant(service, "Zoe Ohne")
    Participant.objects.filter(pk=bare.pk).update(described_at=None)
    write_lists(service_id=service.pk)
    ask(ada, asked, now)
    token = linked(ada)
    (shown,) = recommended(client.get(path("recommended", token)).content.decode())
    beside = second if first.registration.name == shown else first
    for one, reason in (
        (beside, "Eine Person derselben Organisation steht schon auf Ihrer Liste"),
        (asked, "Sie haben diese Person schon angefragt"),
        (cy, "Was die eine Seite anbietet, passt nicht zu dem, was die andere sucht."),
        (bare, "Noch kein Profil"),
    ):
        page = client.get(path("person", token, one.pk)).content.decode()
        assert (WHY in page) == (one is not asked)
        assert reason in client.get(path("person", token, one.pk) + "?why=1").content.decode()


def test_the_reserve_holds_all_who_fit_and_nobody_else(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    """Colleagues in topic alone, of whom there are many, take no place from those who fit."""
    for one in range(30):
        matchmaking.participant(service, f"Thema {one}", needs=("Käse",), offers=("Pumpen",), fields=["OPT"])
    Participant.objects.filter(pk=ada.pk).update(fields=["OPT"])
    fitting = colleagues(service, 12, organisation="")
    write_lists(service_id=service.pk)
    lines = Listed.objects.filter(participant=ada)
    assert {one.pk for one in fitting} <= set(lines.values_list("partner", flat=True))
    assert all(needs_met(one.reasons) for one in lines.filter(place="reserve"))
    assert len(recommended(client.get(path("recommended", linked(ada))).content.decode())) == 12


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


def test_whoever_saves_a_profile_has_the_list_and_the_job_makes_it_no_second_time(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, now: datetime
) -> None:
    saved = {
        "need_1": "Laserlinsen",
        "offer_1": "Sensoren",
        "seen": ada.version,
        "visibility": "participants",
    }
    assert client.post(path("profile", linked(ada)), saved).status_code == 302
    before = list(Listed.objects.filter(participant=ada).values_list("pk", "partner"))
    assert [partner for _pk, partner in before] == [bo.pk]
    work_off(now=now)
    assert list(Listed.objects.filter(participant=ada).values_list("pk", "partner")) == before


def test_where_lists_take_long_the_old_one_is_shown_until_the_page_fills_itself(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link, monkeypatch: Any
) -> None:
    write_lists(service_id=service.pk)
    monkeypatch.setattr(recommendation_lists, "SMALL", 1)
    saved = {"need_1": "Laserlinsen", "offer_1": "Kühlung", "seen": ada.version, "visibility": "nobody"}
    assert client.post(path("profile", linked(ada)), saved).status_code == 302
    address = path("recommended", linked(ada))
    page = client.get(address).content.decode()
    assert ("Bo Nilsson" in page, "Ihre Liste wird aktualisiert." in page) == (True, True)
    assert f'hx-get="{address}" hx-trigger="every 3s"' in page
    write_lists(service_id=service.pk)
    assert "Ihre Liste wird aktualisiert." not in client.get(address).content.decode()
