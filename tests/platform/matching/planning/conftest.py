"""Three people who want to meet, and an organiser who plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.jobs import work_off
from handschlag.matching import answering, runs
from handschlag.matching.engine.options import Options
from handschlag.matching.models import Participant, Request, RequestState, Run, Service

NOBODY = Subject()


@pytest.fixture
def accepted(now: datetime) -> Callable[..., Request]:
    """Both have said yes, and the engine holds it."""

    def make(one: Participant, other: Participant) -> Request:
        asked = matchmaking.asked(one, other)
        return answering.accept(
            request_id=asked.pk, participant_id=other.pk, kind="want", has_link=True, by=NOBODY, now=now
        )

    return make


@pytest.fixture
def waiting() -> Callable[..., Request]:
    """Both have said yes, and wait for a round."""

    def make(one: Participant, other: Participant, state: str = RequestState.ROUND) -> Request:
        asked = matchmaking.asked(one, other, state=state)
        asked.parties.update(said_yes_at=asked.sent_at, kind="want")
        return asked

    return make


@pytest.fixture
def computed(service: Service, otto: User, now: datetime) -> Callable[..., Run]:
    """A run that a worker has done."""

    def make(options: Options | None = None, **more: Any) -> Run:
        run = runs.start(
            service_id=service.pk,
            options=options or Options(),
            by=otto.subject,
            now=now,
            **{"seconds": 5, **more},
        )
        work_off(now=now)
        run.refresh_from_db()
        return run

    return make


@pytest.fixture
def console(signed_in: Callable[[User], Client], otto: User) -> Client:
    return signed_in(otto)


@pytest.fixture
def at(service: Service) -> Callable[..., str]:
    """The address of a page of planning."""

    def address(name: str, *args: Any) -> str:
        return reverse(f"matching:{name}", args=[service.event.slug, *args])

    return address


@pytest.fixture
def scene(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    otto: User,
    accepted: Callable[..., Request],
) -> Any:
    """See there."""
    from tests.platform.matching.planning.scene import Scene

    return Scene(service, ada, bo, cy, otto, accepted)
