"""Programmes and facts as the platform brings them along."""

from __future__ import annotations

from datetime import datetime

import pytest

from handschlag.programmes import facts


@pytest.fixture
def programmes(db: None, now: datetime) -> None:
    facts.load_published(now=now)
