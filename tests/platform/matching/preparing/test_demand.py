"""The map of demand: what is scarce, which bridges are missing, who is overrun, and no names of few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders, matchmaking

from handschlag.common.models import AuditEntry
from handschlag.matching.demand.counts import crowded_of, demanded_of, links_of, lonely_of, matrix_of
from handschlag.matching.demand.pages import layout
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Participant, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(service: Service) -> list[Participant]:
    """Three from one network seek lasers, one from another offers them."""
    builders.field("OPT", "Optik und Photonik")
    seekers, givers = builders.network("Suchnetz"), builders.network("Gebernetz")
    firm = builders.actor("Suchfirma", networks=(seekers,))
    other = builders.actor("Geberfirma", networks=(givers,))
    people = [
        matchmaking.participant(service, f"Sucht {at}", needs=("Lasertechnik",), registered={"actor": firm})
        for at in range(3)
    ]
    return [
        *people,
        matchmaking.participant(service, "Gibt", offers=("Lasertechnik",), registered={"actor": other}),
    ]


def test_what_is_sought_more_than_offered_is_scarce(service: Service, market: list[Participant]) -> None:
    matrix = matrix_of(demanded_of(service))
    assert [(one.field, one.needs, one.offers, one.is_scarce) for one in matrix.columns] == [
        ("OPT", 3, 1, True)
    ]
    assert list(matrix.cells.values()) == [3]


def test_a_bridge_is_missing_until_they_ask_each_other(service: Service, market: list[Participant]) -> None:
    (link,) = links_of(demanded_of(service))
    assert (link.asked, link.fitting, link.common, link.is_missing) == (0, 3, ("OPT",), True)
    for one in market[:3]:
        matchmaking.asked(one, market[3])
    (link,) = links_of(demanded_of(service))
    assert (link.asked, link.is_missing) == (3, False)


def test_who_has_more_requests_than_time_is_overrun_and_who_has_few_is_alone(
    service: Service, market: list[Participant]
) -> None:
    Participant.objects.filter(pk=market[3].pk).update(most=2)
    for one in market[:3]:
        matchmaking.asked(one, market[3])
    (crowded,) = crowded_of(demanded_of(service), load_engine_input(service, has_requests=False))
    assert (crowded.participant, crowded.wished, crowded.free) == (market[3].pk, 3, 2)
    assert (crowded.remedy, crowded.gain) == ("most", 1)
    lonely = {one.participant: (one.wished, one.remedy) for one in lonely_of(demanded_of(service))}
    assert lonely[market[0].pk] == (1, "call")
    assert lonely[market[3].pk] == (3, "need")


def test_each_line_leads_to_what_can_be_done(
    desk: Client, service: Service, market: list[Participant], at: Callable[..., str]
) -> None:
    page = desk.get(at("demand/")).content.decode()
    for one in (market[0], market[3]):
        person = reverse("registration:registration", args=["netzwerke-verbinden", one.registration_id])
        assert f'href="{person}"' in page
    assert f'href="{at(f"readiness/{market[3].registration_id}/for/")}"' in page
    assert f'href="{at("readiness/emails/")}?missing=wishes"' in page


def test_the_picture_does_not_jump(service: Service, market: list[Participant]) -> None:
    ties = {("A", "B"): 5, ("B", "C"): 2}
    first = layout(["A", "B", "C", "D"], ties)
    assert layout(["D", "C", "B", "A"], ties) == first
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.values())


def test_needs_of_few_show_no_name_before_a_second_click(
    desk: Client, service: Service, market: list[Participant], at: Callable[..., str]
) -> None:
    network = market[0].registration.actor.memberships.get().network_id
    given = {"network": network, "field": "OPT"}
    assert "Sucht 0" in desk.get(at("demand/needs/"), given).content.decode()
    Participant.objects.filter(pk__in=[one.pk for one in market[1:3]]).update(left_at=builders.NOW)
    assert "Sucht 0" not in desk.get(at("demand/needs/"), given).content.decode()
    assert not AuditEntry.objects.filter(verb="matching.looked_at_needs").exists()
    assert "Sucht 0" in desk.post(at("demand/needs/"), given).content.decode()
    assert AuditEntry.objects.filter(verb="matching.looked_at_needs").count() == 1


def test_the_file_holds_counts_and_no_names(
    desk: Client, service: Service, market: list[Participant], at: Callable[..., str]
) -> None:
    text = desk.get(at("demand/export.csv")).content.decode()
    assert "Suchnetz;3;3" in text
    assert "Sucht 0" not in text
    assert desk.get(at("demand/export.xlsx")).content[:2] == b"PK"


def test_the_map_asks_as_often_for_many_as_for_few(
    desk: Client, service: Service, market: list[Participant], at: Callable[..., str]
) -> None:
    counts = []
    for number in range(2):
        guest = matchmaking.participant(service, f"Gast {number}", needs=("Lasertechnik",))
        matchmaking.asked(guest, market[3])
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at("demand/")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
