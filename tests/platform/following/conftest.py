"""Somebody follows a network, and it is Monday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.models import Network
from handschlag.following import following
from handschlag.following.news import Followed

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # somebody begins to follow
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)  # something is published
MONDAY = datetime(2026, 11, 30, 5, 10, tzinfo=UTC)  # ten past six in Berlin


@pytest.fixture
def optics(db: None) -> Network:
    """Published long before anybody follows it."""
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    return builders.network(fields=(builders.field(),), land=builders.land(), published_at=long_ago)


@pytest.fixture
def follow(paul: User) -> Callable[..., None]:
    """`follow("network", 7)`: Paul follows it since Tuesday."""

    def begin(kind: str, key: object, user: User = paul) -> None:
        following.follow(followed=Followed(kind, str(key)), by=user.subject, now=TUESDAY)

    return begin
