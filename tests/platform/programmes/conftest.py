"""Programmes and facts as the platform brings them along."""

from __future__ import annotations

from datetime import datetime

import pytest

from handschlag.programmes.actions import published


@pytest.fixture
def programmes(db: None, now: datetime) -> None:
    published.load(now=now)
