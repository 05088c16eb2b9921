"""One click signs in as a made-up person: in a demo, and nowhere else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.platform.builders import network

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.demo import personas
from handschlag.demo.pages import JOURNEYS
from handschlag.demo.personas import PEOPLE, PersonaRole
from handschlag.demo.registrations import role_at
from handschlag.directory.models import Network


@pytest.fixture
def hydrogen(db: None) -> Network:
    return network("HyNordmeer", slug="wasserstoff-nordmeer", is_demo=True)


@pytest.fixture
def made(hydrogen: Network, now: datetime) -> None:
    personas.make_people(now=now)


@pytest.fixture
def demo(settings) -> None:
    settings.MODE = "demo"
    settings.PASSKEY_FOR = frozenset()


def test_everybody_is_made_once_marked_and_named_as_a_demonstration(made: None, now: datetime) -> None:
    personas.make_people(now=now)
    users = User.objects.order_by("pk")
    assert [user.email for user in users] == [person.address for person in PEOPLE]
    assert all(user.is_demo and user.name.endswith(" Demo") for user in users)
    assert all(user.email.endswith(".example.org") and not user.has_usable_password() for user in users)


def test_each_part_has_its_role_and_no_other(made: None) -> None:
    roles = {person.part: set(User.objects.get(email=person.address).roles) for person in PEOPLE}
    assert roles == {
        PersonaRole.PARTICIPANT: {Role.PARTICIPANT},
        PersonaRole.NETWORK_MANAGER: {Role.PARTICIPANT, Role.NETWORK_MANAGER},
        PersonaRole.EDITOR: {Role.PARTICIPANT, Role.EDITOR},
        PersonaRole.ORGANISER: {Role.PARTICIPANT, Role.ORGANISER},
        PersonaRole.ADMINISTRATOR: {Role.PARTICIPANT, Role.ADMINISTRATOR},
    }


def test_the_manager_looks_after_an_invented_network(made: None, hydrogen: Network) -> None:
    manager = User.objects.get(email="netzwerkmanagerin@demo.example.org")
    assert [managed.network for managed in manager.managed_networks.all()] == [hydrogen]


@pytest.mark.parametrize("part", list(PersonaRole))
def test_a_click_signs_in(made: None, demo: None, client: Client, part: PersonaRole) -> None:
    answer = client.post(f"/de/demo/{part}/")
    signed_in = User.objects.get(pk=client.session["_auth_user_id"])
    assert answer.status_code == 302
    assert signed_in.email == next(person.address for person in PEOPLE if person.part is part)


def test_the_page_offers_every_part_by_a_button_that_posts(made: None, demo: None, client: Client) -> None:
    page = client.get("/de/demo/").content.decode()
    for part in PersonaRole:
        assert f'<form method="post" action="/de/demo/{part}/">' in page
    assert "Netzwerkmanagerin" in page


def test_a_visitor_is_nobody_again(made: None, demo: None, client: Client) -> None:
    client.post("/de/demo/editor/")
    assert client.post("/de/demo/visitor/").url == "/de/"
    assert "_auth_user_id" not in client.session


def test_a_link_alone_signs_nobody_in(made: None, demo: None, client: Client) -> None:
    assert client.get("/de/demo/editor/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_part_that_nobody_wrote_does_not_exist(made: None, demo: None, client: Client) -> None:
    assert client.post("/de/demo/emperor/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("mode", ["production", "test"])
@pytest.mark.parametrize("path", ["", "visitor/", *(f"{part}/" for part in PersonaRole)])
def test_outside_a_demo_nothing_of_it_exists(
    made: None, client: Client, settings, mode: str, path: str
) -> None:
    settings.MODE = mode
    answer = client.post(f"/de/demo/{path}") if path else client.get("/de/demo/")
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_five_people_who_look_for_a_programme_have_their_results(
    demo: None, db: None, client: Client
) -> None:
    html = client.get("/de/demo/").content.decode()
    assert html.count('href="/de/programmes/finder/result/?') == len(JOURNEYS) == 5
    assert html.count('href="/de/programmes/finder/sheet/?') == 5


@pytest.mark.parametrize(
    ("kind", "role", "there"),
    [
        ("company", "Professur", "Forschung und Entwicklung"),
        ("", "Professur", "Forschung und Entwicklung"),
        ("university", "Professur", "Professur"),
        ("research", "Vertrieb", "Technologietransfer"),
        ("company", "Vertrieb", "Vertrieb"),
    ],
)
def test_nobody_has_a_role_that_there_is_not(kind: str, role: str, there: str) -> None:
    assert role_at(kind, role) == there
