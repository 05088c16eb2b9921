"""The page of topic tables: what fits stands first with its reason; joined, left and hosted by one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from tests.platform import matchmaking
from tests.platform.builders import NOW
from tests.platform.matching.test_topic_tables import join, offer

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.matching.engine.rule_prices import prices_of
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Participant, Service, TableWish, TopicTable, Wish
from handschlag.matching.topic_tables import actions

pytestmark = pytest.mark.django_db
type Linked = Callable[[Participant], str]


@pytest.fixture
def service(large_table: Service) -> Service:
    return large_table


@pytest.fixture
def tables(bo: Participant, cy: Participant) -> tuple[TopicTable, TopicTable]:
    """Bo's on heat, Cy's on lenses."""
    return tuple(
        TopicTable.objects.create(
            service=host.service, host=host, topic=topic, seats=4, offered_at=NOW + timedelta(minutes=number)
        )
        for number, (host, topic) in enumerate(((bo, "Abwärme nutzen"), (cy, "Laser in der Werkstatt")))
    )  # type: ignore[return-value]  # two


def page_of(client: Client, one: Participant, linked: Linked) -> str:
    return client.get(reverse("matching:tables", args=[linked(one)])).content.decode()


def test_what_fits_stands_first_and_says_why(
    client: Client, ada: Participant, tables: tuple[TopicTable, TopicTable], linked: Linked
) -> None:
    page = page_of(client, ada, linked)
    assert page.index("Laser in der Werkstatt") < page.index("Abwärme nutzen")
    assert "suchen: Linsen für Laser" in page
    Wish.objects.create(by=ada, towards=tables[1].host, kind="rather_not", changed_at=NOW)
    assert "Laser in der Werkstatt" not in page_of(client, ada, linked)


def test_who_sits_there_is_named_and_who_waits_is_counted(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Linked
) -> None:
    table = offer(bo, seats=3)
    join(table, cy, ada, matchmaking.participant(service, "Dea Molnar"))
    words = " ".join(strip_tags(page_of(client, ada, linked)).split())
    assert "3 von 3 Plätzen besetzt (1 Person wartet): Bo Nilsson, Cy" in words


def test_joining_and_leaving_by_one_press(
    client: Client, ada: Participant, bo: Participant, tables: tuple[TopicTable, TopicTable], linked: Linked
) -> None:
    table, token = tables[1], linked(ada)
    address = reverse("matching:join_table", args=[token, table.pk])
    page = client.post(address, follow=True).content.decode()
    assert "sobald noch 1 Person dazukommt" in page
    page = client.post(reverse("matching:join_table", args=[linked(bo), table.pk]), follow=True)
    assert "Sie haben einen Platz." in page.content.decode()
    own = client.get(reverse("matching:day", args=[token])).content.decode()
    assert "Laser in der Werkstatt" in own
    assert "Bo Nilsson" in own
    client.post(reverse("matching:leave_table", args=[token, table.pk]))
    assert not TableWish.objects.filter(participant=ada).exists()


def test_hosting_one_and_what_is_missing(client: Client, ada: Participant, linked: Linked) -> None:
    address = reverse("matching:tables", args=[linked(ada)])
    assert client.post(address, {"topic": "", "seats": "4"}).status_code == 422
    page = client.post(address, {"topic": "Kühlung", "words": "Was hilft?", "seats": "4"}, follow=True)
    assert "Sie leiten diesen Tisch." in page.content.decode()
    assert TopicTable.objects.get().words == "Was hilft?"


def test_the_page_asks_as_much_of_the_database_for_many_as_for_one(
    client: Client,
    ada: Participant,
    tables: tuple[TopicTable, TopicTable],
    linked: Linked,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(6):
        host = matchmaking.participant(ada.service, f"Host {number}")
        TopicTable.objects.create(
            service=ada.service, host=host, topic=f"Thema {number}", seats=4, offered_at=NOW
        )
    address = reverse("matching:tables", args=[linked(ada)])
    client.get(address)
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]  # a context
        client.get(address)


def test_where_tables_are_not_allowed_the_page_says_so(
    client: Client, service: Service, ada: Participant, linked: Linked
) -> None:
    Service.objects.filter(pk=service.pk).update(has_tables=False)
    assert "Diese Veranstaltung hat keine Thementische." in page_of(client, ada, linked)
    recommended = client.get(reverse("matching:recommended", args=[linked(ada)])).content.decode()
    assert "Thementisch" not in recommended


def test_organisers_see_who_sits_there_and_the_price(
    client: Client, otto: User, ada: Participant, bo: Participant, tables: tuple[TopicTable, TopicTable]
) -> None:
    table = tables[1]
    for one in (ada, bo):
        actions.join_table(table_id=table.pk, participant_id=one.pk, has_link=True, by=Subject(), now=NOW)
    client.force_login(otto)
    slug = ada.service.event.slug
    address = reverse("matching:topic_tables", args=[slug])
    page = client.get(address).content.decode()
    assert "1 von 2 Thementischen finden statt." in page
    assert "3 Plätze sind besetzt; das bringt 3 Paare zusammen." in page
    assert "Preis: keiner." in page
    change = reverse("matching:change_table", args=[slug, table.pk])
    client.post(change, {"step": "close"})
    assert TopicTable.objects.get(pk=table.pk).is_closed
    client.post(change, {"step": "end"})
    assert "0 von 1 Thementisch" in client.get(address).content.decode()
    client.post(reverse("matching:allow_tables", args=[slug]), {"is_allowed": "no"})
    assert not Service.objects.get().has_tables


def test_the_price_counts_meetings_that_the_table_takes_up(
    ada: Participant, bo: Participant, cy: Participant, tables: tuple[TopicTable, TopicTable]
) -> None:
    """Ada has one slot: it goes to the table, and her request to Dea is not possible any more."""
    dea = matchmaking.participant(ada.service, "Dea Molnar")
    matchmaking.asked(ada, dea)
    Participant.objects.filter(pk=ada.pk).update(most=1)
    for one in (ada, bo):
        actions.join_table(table_id=tables[1].pk, participant_id=one.pk, has_link=True, by=Subject(), now=NOW)
    assert prices_of(load_engine_input(Service.objects.get())).tables == 1
