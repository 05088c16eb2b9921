"""No page can be reached that the policy denies: every address, every role, against a table."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.platform import builders, guide, joint_projects, matchmaking
from tests.platform.accounts.device import Device
from tests.platform.conftest import session_of

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Action, Role, Subject, may
from handschlag.api.actions import keys as own_keys
from handschlag.api.models import ApiKey, Endpoint
from handschlag.common import jobs, mail
from handschlag.directory.actions import importing
from handschlag.directory.models import (
    Actor,
    DuplicatePair,
    Invitation,
    JoinRequest,
    JoinState,
    MemberProposal,
    Merge,
    Network,
    Revision,
    Status,
    Story,
    StoryKind,
)
from handschlag.directory.queries.entries import content_of
from handschlag.directory.rules.contents import Kind, to_json
from handschlag.events.models import Event
from handschlag.pages.models import Report, ReportKind
from handschlag.registration.models import PeopleList
from handschlag.statistics.models import PublicFigures

TABLE: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("reach.toml").read_text("utf-8"))
LINES = [
    (section, name, line)
    for section, names in TABLE.items()
    if section != "elsewhere"
    for name, line in names.items()
]
pytestmark = pytest.mark.django_db


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of all addresses below."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from names(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))


def test_every_address_is_in_the_table_once_and_the_table_names_no_other() -> None:
    listed = [name for section in TABLE.values() for name in section]
    assert sorted(set(names(get_resolver())) - set(listed)) == [], "say in reach.toml who may reach these"
    assert sorted(set(listed) - set(names(get_resolver()))) == []
    assert len(listed) == len(set(listed))
    assert set(TABLE) <= {*Action, "public", "demo", "elsewhere"}


@pytest.fixture
def made(person: Callable[..., User], now: datetime) -> dict[str, Any]:
    """What the addresses speak of; everything belongs to somebody else than those who ask."""
    owner = person("somebody", Role.NETWORK_MANAGER)
    field, programme = builders.field(), builders.programme()
    network = builders.network(fields=(field,), land=builders.land())
    network.in_programmes.create(programme=programme)
    actor = builders.actor(networks=(network,), fields=(field,))
    actor.statements.create(direction="offer", text_de="Linsen")
    builders.manages(owner, network)
    Story.objects.create(
        network=network,
        slug="neues-labor",
        kind=StoryKind.NEWS,
        title_de="Neues Labor",
        day=now.date(),
        status=Status.PUBLISHED,
        published_at=now,
    )
    letter = mail.send(
        to=owner.email, template="accounts/mail/sign_in", context={"code": "1"}, language="de", now=now
    )
    credential = Device().register({"publicKey": {"user": {"id": "MQ"}, "challenge": "bm9uZQ"}})
    key = Authenticator.objects.create(
        user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": credential}
    )
    job = jobs.enqueue(kind="accounts.clear", payload={}, owner_id=owner.pk, now=now)
    report = Report.objects.create(kind=ReportKind.OTHER, text="x", language="de", sent_at=now)
    return {
        **a_conference(owner),
        **a_campaign(network),
        "report": report.pk,
        "fact_pk": guide.fact(programme).pk,
        "own_key": own_keys.make_own(name="x", days=30, by=owner.subject, now=now).row.pk,
        "person": owner.pk,
        "mail": letter.pk,
        "passkey": key.pk,
        "connection": SocialAccount.objects.create(user=owner, provider="uni", uid="1").pk,
        "job": job.pk,
        "import": a_table(network, owner, now),
        **entries(network, actor, now),
    }


def a_campaign(network: Network) -> dict[str, Any]:
    """A week with one activity of the network."""
    week = builders.campaign()
    activity = builders.activity(week, network=network)
    return {"campaign_pk": week.pk, "activity_pk": activity.pk, "activity_uid": activity.uid}


def a_table(network: Network, owner: User, now: datetime) -> int:
    """An import that waits for its columns."""
    return importing.upload(
        content=b"Name;Art\nAlpha GmbH;Firma\n",
        file_name="x.csv",
        kind=Kind.ACTOR,
        network_id=network.pk,
        by=owner.subject,
        now=now,
    ).pk


def a_conference(owner: User) -> dict[str, Any]:
    """An event of somebody else, with a programme."""
    conference = builders.event("Netzwerke verbinden", owner)
    matchmaking.matching(conference)
    PublicFigures.objects.create(
        event=conference, content=nothing_counted(), digest="x", published_at=builders.NOW
    )
    speaker = builders.speaker(conference)
    return {
        "room_pk": builders.room(conference).pk,
        "speaker_pk": speaker.pk,
        "session_pk": builders.session(conference, speakers=(speaker,)).pk,
        "version": builders.version(conference).number,
        "exhibit_pk": builders.exhibit(conference, "Dachspriegel").pk,
        "block_pk": builders.block(conference).pk,
        "registration": builders.registration(conference).pk,
        "api_key": a_key(conference),
        "endpoint": Endpoint.objects.create(event=conference, url="https://x/", made_at=builders.NOW).pk,
        "people_list": PeopleList.objects.create(
            event=conference, first_row=1, packed=PeopleList.pack([["Name"]]), created_at=builders.NOW
        ).pk,
    }


def nothing_counted() -> dict[str, Any]:
    """Published figures of an event at which nobody met."""
    lists: dict[str, Any] = {key: [] for key in ("networks", "cells", "hidden", "classes", "synergies")}
    told = {"people": None, "meetings": None, "has_parts": False, "has_total": False}
    return {**lists, **told, "figures": {}, "reasons": {}}


def a_key(conference: Event) -> int:
    """A key that reads it."""
    return ApiKey.objects.create(
        event=conference, name="x", secret_hash="x", made_at=builders.NOW, expires_at=builders.clock("10:00")
    ).pk


def entries(network: Network, actor: Actor, now: datetime) -> dict[str, Any]:
    """What hangs on a network and on an actor."""
    twin, third = builders.actor("Linsen Meier"), builders.actor("Meier Linsen")
    joint_projects.project(taking_part=(actor,))
    content = to_json(content_of(network))
    Revision.objects.create(kind="network", object_id=network.pk, number=1, content=content, at=now)
    request = JoinRequest.objects.create(
        network=network,
        organisation="Neu GmbH",
        contact_name="Erika",
        contact_email="erika@neu.example",
        asked_at=now,
        confirmed_at=now,
        state=JoinState.OPEN,
    )
    invitation = Invitation.objects.create(
        network=network, email="neu@example.org", invited_at=now, expires_at=now + timedelta(days=14)
    )
    pair = DuplicatePair.objects.create(first=actor, second=twin, likeness=90, found_at=now)
    merge = Merge.objects.create(kept=actor, merged=third, moved={}, at=now, undone_at=now)
    return {
        "network_pk": network.pk,
        "actor": actor.pk,
        "twin": twin.pk,
        "membership": actor.memberships.get().pk,
        "request": request.pk,
        "invitation_pk": invitation.pk,
        "member_proposal": MemberProposal.objects.create(network=network, actor=twin, at=now).pk,
        "pair": pair.pk,
        "merge": merge.pk,
    }


@pytest.fixture
def uni(settings: Any) -> None:
    """An organisation is known, though nobody answers there."""
    app = {
        "provider_id": "uni",
        "name": "Uni",
        "client_id": "c",
        "secret": "s",
        "settings": {
            "server_url": "http://127.0.0.1:9",
            "domains": ["uni.example"],
            "origins": [],
            "oauth_pkce_enabled": True,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def answer_to(client: Client, name: str, line: dict[str, Any], made: dict[str, Any]) -> HttpResponse:
    values = {key: made.get(value, value) for key, value in line.get("with", {}).items()}
    ask = client.post if line.get("post") else client.get
    return ask(reverse(name, kwargs=values), line.get("data", {}))


def complaint(
    answer: HttpResponse, *, section: str, line: dict[str, Any], subject: Subject, owns: bool
) -> str | None:
    """What is wrong with an answer; None where the policy says the same."""
    is_led = is_led_to_sign_in(answer) and not line.get("step")
    is_in = answer.status_code not in {403, 404} and not is_led
    if answer.status_code >= 500:
        return "it breaks"
    if section in {"public", "demo"}:
        return None if is_in is (section == "public") else "everybody or nobody may reach it"
    if may(subject, Action(section), owns=owns):
        is_foreign = line.get("own") and line.get("with")
        is_right = answer.status_code == 404 if is_foreign else is_in
        return None if is_right else "it belongs to somebody else" if is_foreign else "it may be reached"
    if subject.user_id is None and is_led_to_sign_in(answer):
        return None
    is_right = answer.status_code == (404 if line.get("hidden") else 403)
    return None if is_right else "it must not be reached"


def is_led_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].partition("?")[0] == "/de/account/login/"


@pytest.mark.usefixtures("uni")
@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_what_the_policy_allows_and_nothing_else(
    person: Callable[..., User], made: dict[str, Any], role: Role
) -> None:
    wrong = {}
    user = None if role is Role.VISITOR else person("asker", *({role} - {Role.PARTICIPANT}))
    for section, name, line in LINES:
        client = Client()
        if user is not None:
            client.cookies["sessionid"] = session_of(User.objects.get(pk=user.pk))
        answer = answer_to(client, name, line, made)
        owns = bool(line.get("own")) and user is not None
        subject = user.subject if user else Subject()
        if found := complaint(answer, section=section, line=line, subject=subject, owns=owns):
            wrong[name] = f"{found}: {answer.status_code}"
    assert wrong == {}


def test_the_owner_reaches_what_is_theirs(made: dict[str, Any], signed_in: Callable[[User], Client]) -> None:
    wrong, client = {}, signed_in(User.objects.get(pk=made["person"]))
    for section, name, line in LINES:
        if section in set(Action) and not line.get("post") and may_own(section):
            answer = answer_to(client, name, line, made)
            if answer.status_code in {403, 404} or is_led_to_sign_in(answer):
                wrong[name] = answer.status_code
    assert wrong == {}


def may_own(section: str) -> bool:
    """Whether a network manager may do this with what is theirs."""
    manager = Subject(user_id=1, roles=frozenset({Role.PARTICIPANT, Role.NETWORK_MANAGER}))
    return may(manager, Action(section), owns=True)
