"""The list of participants shows those who agreed, and of each what they chose to show, to those who come."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration.access import link_of
from handschlag.registration.models import Consent, Registration
from handschlag.registration.participants import (
    ListedParticipant,
    ParticipantQuery,
    get_listed_participants,
    matching_participants,
)
from handschlag.registration.registration_data import FIELDS, Audience, Viewer, visible

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
AGREED = frozenset({"participants_list"})
FACTS: dict[str, Any] = {
    "organisation": "Werkstatt Ada",
    "role": "Leitung",
    "place": "Jena",
    "speaks": ("de", "en"),
    "phone": "0361 12",
    "consents": AGREED,
}


def page(client: Client, mine: Registration, **asked: str) -> str:
    address = reverse("registration:participants", args=[link_of(mine)])
    return client.get(address, asked).content.decode()


@pytest.fixture
def ada(event: Event, register: Register) -> Registration:
    return register(event, "ada", **FACTS)


def test_those_who_agreed_are_on_the_list_and_nobody_else(
    client: Client, event: Event, ada: Registration, register: Register, now: datetime
) -> None:
    register(event, "bert")
    cora = register(event, "cora", consents=AGREED)
    Consent.objects.filter(registration=cora).update(withdrawn_at=now)
    for state in ("asked", "waiting", "cancelled", "declined"):
        row = register(event, f"x{state}", consents=AGREED)
        Registration.objects.filter(pk=row.pk).update(state=state)
    assert [one.name for one in get_listed_participants(event.pk, Viewer.PARTICIPANT)] == ["Ada"]
    text = page(client, ada)
    assert [name in text for name in ("Ada", "Bert", "Cora", "Xasked", "Xwaiting")] == [True] + [False] * 4


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("audience", list(Audience))
def test_each_fact_is_seen_by_those_whom_the_person_chose(
    field: str, audience: Audience, event: Event, register: Register
) -> None:
    register(event, "ada", **FACTS, visibility={field: audience.value})
    (seen,) = get_listed_participants(event.pk, Viewer.PARTICIPANT)
    assert bool(getattr(seen, field)) is (audience is not Audience.NOBODY)


@pytest.mark.parametrize(
    ("viewer", "consents", "seen"),
    [
        (Viewer.STRANGER, AGREED, {"place"}),
        (Viewer.PARTICIPANT, AGREED, {"name", "place", "role"}),
        (Viewer.PARTICIPANT, frozenset(), set()),
        (Viewer.STRANGER, frozenset(), set()),
        (Viewer.ORGANISER, frozenset(), {"name", "place", "role", "email"}),
        (Viewer.SELF, frozenset(), {"name", "place", "role", "email"}),
    ],
)
def test_the_rule_says_who_sees_what(viewer: Viewer, consents: frozenset[str], seen: set[str]) -> None:
    facts = {"name": "Ada", "place": "Jena", "role": "Leitung", "email": "ada@example.org"}
    visibility = {"place": "everybody", "role": "participants", "email": "nobody"}
    assert set(visible(facts, viewer=viewer, visibility=visibility, consents=consents)) == seen


def test_what_is_hidden_cannot_be_found_by_searching_nor_by_sorting(
    client: Client, event: Event, ada: Registration, register: Register
) -> None:
    register(event, "zoe", **{**FACTS, "organisation": "Aal GmbH"}, visibility={"organisation": "nobody"})
    text = page(client, ada, q="Aal")
    assert ("Aal GmbH" in text, "Zoe" in text, "Keine Treffer." in text) == (False, False, True)
    assert "ada@example.org" not in page(client, ada)
    assert "Keine Treffer." in page(client, ada, q="ada@example.org")
    names = [
        one.name
        for one in matching_participants(
            get_listed_participants(event.pk, Viewer.PARTICIPANT), ParticipantQuery(order="organisation")
        )
    ]
    assert names == ["Ada", "Zoe"]


def test_the_list_is_narrowed_sorted_and_paged() -> None:
    people = [ListedParticipant(pk=n, name=f"P{n:02}", place="Jena" if n % 2 else "Ulm") for n in range(1, 5)]
    people.append(ListedParticipant(pk=9, name="Ärmel", organisation="Optik Jena", speaks=("pl",)))
    found = {
        text: [one.pk for one in matching_participants(people, ParticipantQuery.read(given))]
        for text, given in {
            "all": {},
            "words": {"q": "jena  P0"},
            "speaks": {"speaks": "pl"},
            "place": {"order": "place"},
        }.items()
    }
    assert found == {
        "all": [1, 2, 3, 4, 9],
        "words": [1, 3],
        "speaks": [9],
        "place": [1, 3, 2, 4, 9],
    }


def test_the_list_is_by_surname_whatever_the_title() -> None:
    names = ("Prof. Dr. Zoe Albers", "Bea Albers", "Anna Zander", "Dr. Max Berg")
    people = [ListedParticipant(pk=pk, name=name) for pk, name in enumerate(names)]
    assert [one.pk for one in matching_participants(people, ParticipantQuery())] == [1, 0, 3, 2]


def test_a_long_list_has_pages_that_keep_what_was_asked(
    client: Client, event: Event, ada: Registration, register: Register
) -> None:
    Registration.objects.bulk_create(copies(ada, 60))
    Consent.objects.bulk_create(
        Consent(registration=row, purpose="participants_list", text_version="1", given_at=row.asked_at)
        for row in Registration.objects.filter(name__startswith="Copy")
    )
    text = page(client, ada, q="Copy")
    assert (text.count('<tr><th scope="row"'), "60 von 61" in text, "q=Copy&amp;page=2" in text) == (
        50,
        True,
        True,
    )
    assert page(client, ada, q="Copy", page="2").count('<tr><th scope="row"') == 10


def copies(row: Registration, number: int) -> list[Registration]:
    made = []
    for at in range(number):
        copy = Registration.objects.get(pk=row.pk)
        copy.pk, copy.name, copy.email = None, f"Copy {at:02}", f"c{at}@example.org"
        copy.uid = type(row.uid)(int=at + 1)
        copy.secret_hash, copy.feed_hash, copy.badge_code = f"s{at}", f"f{at}", f"B{at}"
        made.append(copy)
    return made


def test_the_same_rows_are_taken_along_as_csv_and_as_xlsx(
    client: Client, event: Event, ada: Registration, register: Register
) -> None:
    register(event, "=zoe", **{**FACTS, "organisation": "Linsen KG"})
    files = {
        ending: client.get(
            reverse("registration:participants_export", args=[link_of(ada), ending]),
            {"order": "organisation"},
        ).content
        for ending in ("csv", "xlsx")
    }
    lines = files["csv"].decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "'=Zoe;Leitung;Linsen KG;Jena;Deutsch, Englisch;;",
        "Ada;Leitung;Werkstatt Ada;Jena;Deutsch, Englisch;;",
    ]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Name", "=Zoe", "Ada"]
    json = reverse("registration:participants_export", args=[link_of(ada), "json"])
    assert client.get(json).status_code == 404


@pytest.mark.parametrize("state", ["asked", "waiting", "declined", "cancelled"])
def test_who_does_not_come_does_not_see_who_else_comes(
    client: Client, event: Event, ada: Registration, state: str
) -> None:
    Registration.objects.filter(pk=ada.pk).update(state=state)
    for name, more in (("participants", []), ("participants_export", ["csv"])):
        address = reverse(f"registration:{name}", args=[link_of(ada), *more])
        assert (client.get(address).status_code, b"Ada" in client.get(address).content) == (404, False)
    assert (
        "Weitere Teilnehmende"
        not in client.get(reverse("registration:own", args=[link_of(ada)])).content.decode()
    )


def test_who_comes_to_another_event_or_has_a_wrong_link_sees_nothing(
    client: Client, event: Event, otto: User, ada: Registration, register: Register
) -> None:
    other = register(builders.event("Andere", otto), "bert")
    assert "Ada" not in page(client, other)
    assert client.get(reverse("registration:participants", args=["r.x.y"])).status_code == 404


def test_who_is_not_on_the_list_is_told_how_to_be(
    client: Client, event: Event, register: Register, now: datetime
) -> None:
    bert = register(event, "bert")
    change = reverse("registration:change", args=[link_of(bert)])
    assert f'href="{change}"' in page(client, bert)
    assert "Noch steht niemand auf der Teilnahmeliste." in page(client, bert)
    answer = client.get(reverse("registration:participants", args=[link_of(bert)]))
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex, nofollow", True)


def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client,
    event: Event,
    ada: Registration,
    register: Register,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    address = reverse("registration:participants", args=[link_of(ada)])
    client.get(address)
    with django_assert_max_num_queries(6) as asked:
        client.get(address)
    register(event, "bert", **FACTS)
    register(event, "cora", **FACTS)
    with django_assert_num_queries(len(asked.captured_queries)):
        assert client.get(address).content.decode().count('<tr><th scope="row"') == 3
