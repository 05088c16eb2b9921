"""Every address of editing: visitors sign in first, strangers see nothing, forms are guarded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.contents import to_json
from handschlag.directory.entries import content_of
from handschlag.directory.models import (
    Actor,
    Invitation,
    JoinRequest,
    JoinState,
    MemberProposal,
    Membership,
    Network,
    Revision,
    Status,
    Story,
)
from handschlag.directory.urls import editing_urls

pytestmark = pytest.mark.django_db
PUBLIC = {"places", "invitation", "join", "join_sent", "join_done", "join_confirm", "logo"}
PERSONAL = {"manage", "member_proposals"}  # shows only what is one's own
EDITORS = {"new_network"}


@dataclass(frozen=True, slots=True)
class World:
    """A network with everything that an address may name."""

    network: Network
    actor: Actor
    story: Story
    membership: Membership
    request: JoinRequest
    invitation: Invitation
    asked: MemberProposal
    colleague: User


def world(name: str, colleague: User, **status: Any) -> World:
    network = builders.network(name, **status)
    actor = builders.actor(f"{name} Mitglied", networks=(network,), **status)
    actor.statements.create(direction="offer", text_de="Linsen")
    story = builders.story(f"{name} Meldung", network=network, **status)
    request = JoinRequest.objects.create(
        network=network,
        organisation="Neu GmbH",
        contact_name="Erika",
        contact_email="erika@neu.example",
        asked_at=builders.NOW,
        confirmed_at=builders.NOW,
        state=JoinState.OPEN,
    )
    invitation = Invitation.objects.create(
        network=network,
        email="neu@example.org",
        invited_at=builders.NOW,
        expires_at=builders.NOW + timedelta(days=14),
    )
    # Another network proposes this one's actor: so both those who decide and those who wait are others.
    asked = MemberProposal.objects.create(network=network, actor=actor, at=builders.NOW, by=colleague)
    builders.manages(colleague, network)
    for kind, entry in (("network", network), ("actor", actor), ("story", story)):
        Revision.objects.create(
            kind=kind, object_id=entry.pk, number=1, content=to_json(content_of(entry)), at=builders.NOW
        )
    return World(network, actor, story, actor.memberships.get(), request, invitation, asked, colleague)


def addresses(one: World) -> dict[str, str]:
    """Every address of editing, with this world's entries in it."""
    sections = {
        "edit_network": [
            "identity",
            "description",
            "place",
            "fields",
            "contact",
            "body",
            "programmes",
            "labels",
            "figures",
        ],
        "edit_actor": ["identity", "place", "size", "description", "fields"],
    }
    found: dict[str, str] = {}
    for pattern in editing_urls:
        assert isinstance(pattern, URLPattern)
        name, route = str(pattern.name), str(pattern.pattern)
        if name in PUBLIC | PERSONAL | EDITORS:
            continue
        for kind, entry in (("network", one.network), ("actor", one.actor), ("story", one.story)):
            for section in sections.get(name, [""]):
                key, values = name + section, values_for(name, route, one, kind, entry)
                if section:
                    values["name"] = section
                if "kind" in values:
                    key += kind
                found[key] = reverse(f"directory:{name}", kwargs=values)
    return found


def values_for(name: str, route: str, one: World, kind: str, entry: Any) -> dict[str, Any]:
    slug = one.network.slug
    if "actors/" in route:
        slug = one.actor.slug
    elif "manage/stories/" in route:
        slug = one.story.slug
    pks = {
        "member_dates": one.membership.pk,
        "reopen_member": one.membership.pk,
        "manage_request": one.request.pk,
        "revoke_invitation": one.invitation.pk,
        "member_proposal": one.asked.pk,
        "withdraw_member": one.asked.pk,
    }
    known = {
        "slug": slug,
        "pk": pks.get(name, entry.pk),
        "kind": kind,
        "user_id": one.colleague.pk,
        "number": 0 if "statements" in route else 1,
    }
    return {key: value for key, value in known.items() if f":{key}>" in route}


NAMES = sorted({str(pattern.name) for pattern in editing_urls} - PUBLIC - PERSONAL - EDITORS)
POSTED = {"name": "Gekapert", "website": "https://x.example", "do": "decline", "answer": "Nein"}


@pytest.fixture
def foreign(person: Callable[..., User]) -> World:
    return world("Fremdes Netz", person("fred"))


def state_of(one: World) -> tuple[Any, ...]:
    return (
        Network.objects.values().get(pk=one.network.pk),
        Actor.objects.values().get(pk=one.actor.pk),
        Story.objects.values().get(pk=one.story.pk),
        list(Membership.objects.values()),
        list(JoinRequest.objects.values()),
        list(Invitation.objects.values()),
        list(MemberProposal.objects.values()),
        one.network.managers.count(),
        Revision.objects.count(),
    )


def test_every_address_is_tried() -> None:
    assert len(NAMES) >= 24
    assert {str(pattern.name) for pattern in editing_urls} >= PUBLIC | PERSONAL | EDITORS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_manager_of_another_network_is_refused(
    client: Client, martha: User, foreign: World, name: str, method: str
) -> None:
    builders.manages(martha, builders.network("Eigenes Netz"))
    client.force_login(martha)
    before = state_of(foreign)
    urls = {key: url for key, url in addresses(foreign).items() if key.startswith(name)}
    assert urls
    for key, url in urls.items():
        answer = client.post(url, POSTED) if method == "post" else client.get(url)
        assert (key, answer.status_code) in {(key, 403), (key, 404), (key, 405)}
        assert b"Gekapert" not in answer.content
    assert state_of(foreign) == before


@pytest.mark.parametrize("name", NAMES)
def test_drafts_of_others_do_not_exist(
    client: Client, martha: User, person: Callable[..., User], name: str
) -> None:
    draft = world("Geheimes Netz", person("fred"), status=Status.DRAFT)
    builders.manages(martha, builders.network("Eigenes Netz"))
    client.force_login(martha)
    for key, url in addresses(draft).items():
        if key.startswith(name):
            answer = client.get(url)
            assert (key, answer.status_code) in {(key, 404), (key, 405)}
            assert b"Geheimes Netz" not in answer.content


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_is_asked_to_sign_in(client: Client, foreign: World, name: str) -> None:
    for key, url in addresses(foreign).items():
        if key.startswith(name):
            answer = client.get(url)
            if answer.status_code == 405:
                answer = client.post(url)
            assert (key, answer.status_code) == (key, 302)
            assert answer["Location"].startswith("/de/account/login/")


def test_a_visitor_cannot_find_out_which_drafts_exist(client: Client, person: Callable[..., User]) -> None:
    draft = world("Geheimes Netz", person("fred"), status=Status.DRAFT)
    there = client.get(reverse("directory:manage_network", args=[draft.network.slug]))
    nowhere = client.get(reverse("directory:manage_network", args=["gibt-es-nicht"]))
    assert (there.status_code, nowhere.status_code) == (302, 302)


def test_a_participant_sees_an_empty_desk_and_enters_no_network(client: Client, paul: User) -> None:
    client.force_login(paul)
    answer = client.get(reverse("directory:manage"))
    assert "Sie betreuen noch kein Netzwerk" in answer.content.decode()
    assert client.get(reverse("directory:new_network")).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_a_manager_opens_every_page_of_her_own_network(client: Client, martha: User, name: str) -> None:
    own = world("Eigenes Netz", martha)
    client.force_login(martha)
    for key, url in addresses(own).items():
        if key.startswith(name):
            answer = client.get(url)
            assert (key, answer.status_code) in {(key, 200), (key, 405), (key, 302)}


def test_forms_without_a_token_are_refused(martha: User) -> None:
    own = world("Eigenes Netz", martha)
    client = Client(enforce_csrf_checks=True)
    client.force_login(martha)
    before = state_of(own)
    for url in addresses(own).values():
        answer = client.post(url, POSTED)
        assert answer.status_code in {403, 405}
    assert state_of(own) == before
