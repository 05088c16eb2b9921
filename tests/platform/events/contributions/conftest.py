"""An event that calls for contributions, its team, and one that was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform import builders

from handschlag.accounts.links import token_of
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Role, Subject
from handschlag.events.contributions.calls import Decision
from handschlag.events.contributions.decisions import decide
from handschlag.events.contributions.proposing import Proposal, ProposedSpeaker, propose, submit
from handschlag.events.models import Contribution, ContributionCall, Event


@pytest.fixture
def greta(person: Callable[..., User]) -> User:
    """An organiser."""
    return person("greta", Role.ORGANISER)


@pytest.fixture
def olaf(person: Callable[..., User]) -> User:
    """Another one of the team."""
    return person("olaf", Role.ORGANISER)


@pytest.fixture
def event(greta: User, olaf: User) -> Event:
    """A published conference of 14 April 2027 that greta and olaf look after."""
    return builders.event("Netzwerke verbinden", greta, olaf, title_en="Networks connect")


@pytest.fixture
def call(event: Event) -> ContributionCall:
    """Open for a week from yesterday, for talks and workshops of 20 or 45 minutes."""
    now = timezone.now()
    return ContributionCall.objects.create(
        event=event,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=6),
        text_de="Wir suchen Vorträge.",
        kinds=["talk", "workshop"],
        minutes=[20, 45],
        changed_at=now,
    )


def by(user: User) -> Subject:
    return subject_of(user)


def proposed(event: Event, title: str = "Linsen für alle", **values: object) -> Contribution:
    """As the public form makes it; its link was not opened yet."""
    ada = ProposedSpeaker(name="Ada Lindqvist", email="ada@example.org", organisation="Werkstatt Ada")
    values = {"speakers": [ada], "language": "de", "kind": "talk", "minutes": 20, "track_id": None, **values}
    proposal = Proposal(title=title, abstract="Wie Linsen entstehen.", **values)  # type: ignore[arg-type]
    return propose(event_id=event.pk, proposal=proposal, reads="de", origin="a test", now=timezone.now())


def handed_in(event: Event, title: str = "Linsen für alle", **values: object) -> Contribution:
    return submit(contribution_id=proposed(event, title, **values).pk, now=timezone.now())


def decided(row: Contribution, decision: Decision, user: User, **values: bool) -> Contribution:
    """Decided by this person as things are, told at once and whatever was scored unless said otherwise."""
    return decide(
        event_id=row.event_id,
        contribution_id=row.pk,
        decision=decision,
        seen=Contribution.objects.get(pk=row.pk).version,
        by=by(user),
        now=timezone.now(),
        **{"is_told_now": True, "anyway": True, **values},
    )


def page_of(row: Contribution) -> str:
    """The address of the personal link."""
    return f"/de/contribution/{token_of(row.link.purpose, row.link.uid)}/"
