"""An organisation that the directory does not have waits there for an editor, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.contents import Kind
from handschlag.directory.creating import is_suggestable, kind_guessed
from handschlag.directory.editing import publication
from handschlag.directory.editing.publication import Seen
from handschlag.directory.models import Actor, Proposal, Revision
from handschlag.directory.moderation import QueueQuery, queue
from handschlag.events.models import Event
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]


def test_an_unknown_organisation_is_in_review_and_the_registration_keeps_the_words(
    event: Event, register: Register
) -> None:
    row = register(event, "ada", organisation="Linsen Meier GmbH")
    actor = Actor.objects.get()
    assert (actor.name, actor.status, actor.kind, actor.is_demo) == (
        "Linsen Meier GmbH",
        "in_review",
        "company",
        event.is_demo,
    )
    assert [(one.kind, one.pk, one.is_new, one.by_id) for one in queue(QueueQuery())] == [
        (Kind.ACTOR, actor.pk, True, None)
    ]
    assert (row.actor, row.organisation) == (None, "Linsen Meier GmbH")
    assert [one.verb for one in Revision.objects.filter(object_id=actor.pk)] == ["created"]


def test_the_same_organisation_waits_once_and_one_that_is_there_not_at_all(
    event: Event, register: Register
) -> None:
    builders.actor("Optik Jena AG")
    for name, words in (("ada", "LINSEN MEIER"), ("bert", "Linsen Meier GmbH"), ("cora", "Optik Jena")):
        register(event, name, organisation=words)
    assert sorted(Actor.objects.values_list("name", "status")) == [
        ("LINSEN MEIER", "in_review"),
        ("Optik Jena AG", "published"),
    ]


def test_what_an_editor_returned_is_not_suggested_once_more(
    event: Event, register: Register, editha: User, now: datetime
) -> None:
    register(event, "ada", organisation="Blödsinn GmbH")
    (waiting,) = queue(QueueQuery())
    seen = Seen(kind=Kind.ACTOR, pk=waiting.pk, version=1, proposal=waiting.proposal)
    publication.send_back(seen=seen, comment="Kein Unternehmen.", by=editha.subject, now=now)
    register(event, "bert", organisation="Blödsinn GmbH")
    assert (Actor.objects.count(), queue(QueueQuery())) == (1, ())


def test_an_editor_publishes_it_and_connects_everybody_who_wrote_it(
    event: Event, register: Register, editha: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    register(event, "ada", organisation="Linsen Meier GmbH")
    register(event, "bert", organisation="linsen meier gmbh")
    (waiting,) = queue(QueueQuery())
    page = signed_in(editha).get(reverse("registration:unknown")).content.decode()
    assert f'href="{reverse("directory:review", args=["actor", waiting.pk])}"' in page
    seen = Seen(kind=Kind.ACTOR, pk=waiting.pk, version=1, proposal=waiting.proposal)
    publication.publish(seen=seen, by=editha.subject, now=now)
    given = {"organisation": "Linsen Meier GmbH", "actor": waiting.pk}
    signed_in(editha).post(reverse("registration:unknown"), given)
    assert set(Registration.objects.values_list("actor_id", flat=True)) == {waiting.pk}


def test_a_flood_leaves_room_for_the_editors(event: Event, register: Register, now: datetime) -> None:
    Proposal.objects.bulk_create(
        Proposal(kind=Kind.ACTOR.value, object_id=number, at=now) for number in range(10_000, 10_500)
    )
    row = register(event, "ada", organisation="Linsen Meier GmbH")
    assert (Actor.objects.count(), row.organisation) == (0, "Linsen Meier GmbH")


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("Linsen Meier", True),
        ("Ada", False),
        ("privat", False),
        ("Selbstständig", False),
        ("-", False),
        ("3M", False),
        ("SAP", True),
    ],
)
def test_not_everything_that_people_write_there_is_an_organisation(words: str, is_one: bool) -> None:
    assert is_suggestable(words, person="Ada") is is_one


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Linsen Meier GmbH", "company"),
        ("Technische Universität Ilmenau", "university"),
        ("Hochschule Jena e. V.", "university"),
        ("Institut für Glas", "research"),
        ("Stadt Jena", "other"),
    ],
)
def test_its_kind_is_guessed_from_its_name(name: str, kind: str) -> None:
    assert kind_guessed(name) == kind
