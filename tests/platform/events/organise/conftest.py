"""Who organises: greta and her event."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.events.hooks import session_followers, sidebar
from handschlag.events.models import Event


@pytest.fixture
def greta(person: Callable[..., User]) -> User:
    """An organiser."""
    return person("greta", Role.ORGANISER)


@pytest.fixture
def olaf(person: Callable[..., User]) -> User:
    """An organiser of something else."""
    return person("olaf", Role.ORGANISER)


@pytest.fixture
def event(greta: User) -> Event:
    """A published conference of 14 April 2027 that greta looks after."""
    return builders.event("Netzwerke verbinden", greta)


@pytest.fixture
def alone() -> Iterator[None]:
    """Without what the sidebar and apps above ask: a page's own queries are counted."""
    with sidebar.replaced(), session_followers.replaced():
        yield
