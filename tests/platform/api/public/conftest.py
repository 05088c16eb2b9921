"""A small directory with everything that the interface tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform import builders, joint_projects

from handschlag.accounts import limits
from handschlag.accounts.models import User
from handschlag.api import keys
from handschlag.directory.index import documents
from handschlag.directory.models import Actor, Network, Status
from handschlag.events.models import Activity, Campaign, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is public; beside it stand a draft of each kind."""

    network: Network
    actor: Actor
    event: Event
    campaign: Campaign
    activity: Activity


@pytest.fixture
def world(db: None) -> World:
    field, land, programme = builders.field(), builders.land(), builders.programme()
    network = builders.network(
        fields=(field,),
        land=land,
        place="Jena",
        latitude=50.9,
        longitude=11.6,
        contact_email="mail@example.org",
    )
    network.in_programmes.create(programme=programme)
    network.sources.create(fact="name", source="https://example.org/", seen_on=builders.NOW.date())
    network.labels.create(
        level="gold", awarded_on=builders.NOW.date(), valid_until=builders.NOW.date() + timedelta(days=600)
    )
    network.member_figures.create(members=80, year=2026)
    documents.refresh(network_ids=[network.pk])
    actor = builders.actor(fields=(field,), networks=(network,), land=land)
    actor.statements.create(direction="offer", text_de="Linsen", text_en="Lenses")
    builders.network("Geheimes Netz", status=Status.DRAFT)
    hidden = builders.actor("Entwurf GmbH", status=Status.DRAFT)
    joint_projects.project("Guided light", taking_part=(actor, hidden), acronym="LUX", slug="lux-870000")
    joint_projects.project("Secret light", taking_part=(actor,), status="draft")
    event = builders.event(
        "Tag der Optik", contact_name="Olga Zeller", contact_email="olga@example.org", land=land
    )
    event.hosts.create(network=network)
    builders.event("Geheime Tagung", status="draft")
    campaign = builders.campaign()
    builders.campaign("Geheime Woche", is_published=False)
    activity = builders.activity(campaign, network=network)
    builders.activity(campaign, "Geheimes Labor", network=network, state="draft")
    return World(network=network, actor=actor, event=event, campaign=campaign, activity=activity)


@pytest.fixture
def key(event: Event, otto: User) -> str:
    """A key of an event that is valid whenever the test runs."""
    made = keys.make_key(
        event_id=event.pk, name="Anzeige", days=30, has_names=False, by=otto.subject, now=timezone.now()
    )
    return made.key


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """`get("networks", kind="cluster")`: the answer of the interface."""

    def asked(path: str, /, *, headers: dict[str, str] | None = None, **values: Any) -> Any:
        return client.get(f"/api/v1/{path}", values, headers=headers or {})

    return asked


@pytest.fixture
def without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    named = [(keys, name) for name in ("CALLS", "CALLS_FROM_A_PLACE", "WRONG_FROM_A_PLACE")]
    for module, name in (*named, (limits, "DOWNLOADS_FROM_A_PLACE")):
        limit = getattr(module, name)
        monkeypatch.setattr(module, name, type(limit)(limit.name, 10**9, limit.within))
