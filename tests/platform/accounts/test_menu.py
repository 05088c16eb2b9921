"""The menu of whoever is signed in offers what their roles open to them, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from handschlag.accounts.context_processors import links
from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject

EVERYBODY = ["Your account", "What you follow", "Your registrations"]
BUILT = {
    Role.VISITOR: [],
    Role.PARTICIPANT: EVERYBODY,
    Role.RECEPTION: [],
    Role.NETWORK_MANAGER: [
        *EVERYBODY,
        "Your networks",
        "Your Cluster Week",
        "Imports",
        "Background jobs",
    ],
    Role.EDITOR: [
        *EVERYBODY,
        "Your networks",
        "Your Cluster Week",
        "Editors",
        "Cluster Week to review",
        "Facts about programmes",
        "Funding calls: for editors",
        "Imports",
        "Background jobs",
    ],
    Role.ORGANISER: [*EVERYBODY, "Your events", "Background jobs"],
    Role.ADMINISTRATOR: [
        *EVERYBODY,
        "Your networks",
        "Your events",
        "Your Cluster Week",
        "Editors",
        "Cluster Week to review",
        "Facts about programmes",
        "Funding calls: for editors",
        "Imports",
        "Background jobs",
        "Roles",
        "Accounts",
        "Outgoing email",
        "Change log",
    ],
}


def labels(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As it will be when every page is there."""
    monkeypatch.setattr("handschlag.design.navigation.address_of", lambda name: f"/en/{name}/")
    with translation.override("en"):
        return [link.label for link in links(subject, "/en/")]


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may_do(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = Subject(user_id=1, roles=frozenset({role}))
    assert labels(subject, monkeypatch) == BUILT[role]


def test_an_administrator_whose_role_sleeps_finds_the_way_to_wake_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = frozenset({Role.ADMINISTRATOR})
    subject = Subject(user_id=1, roles=frozenset({Role.PARTICIPANT}), asleep=asleep)
    assert labels(subject, monkeypatch) == BUILT[Role.ADMINISTRATOR]


def test_only_the_nearest_entry_is_the_current_one() -> None:
    subject = Subject(user_id=1, roles=frozenset({Role.ADMINISTRATOR}))
    with translation.override("en"):
        for path, current in (("/en/account/", "Your account"), ("/en/account/roles/", "Roles")):
            assert [link.label for link in links(subject, path) if link.is_current] == [current]


@pytest.mark.django_db
def test_the_menu_stands_in_every_page_with_the_way_out(
    signed_in: Callable[[User], Client], editha: User
) -> None:
    text = signed_in(editha).get("/en/design/").content.decode()
    menu = re.search(r'<ul class="hs-account__list">(.*?)</ul>', text, re.DOTALL)
    assert menu is not None
    assert "Your account" in menu[1]
    assert re.search(r'<form method="post" action="/en/account/logout/"><input[^>]*csrf', menu[1])
    assert ">Sign in<" not in text
