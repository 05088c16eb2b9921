"""A conference in the middle of its answers, with two tables and six slots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.platform.matching.conftest import (  # noqa: F401 - fixtures are found by their names
    event,
    in_german,
    linked,
    otto,
    service,
)

from handschlag.matching.engine import vocabulary


@pytest.fixture(autouse=True)
def read_vocabulary() -> None:
    """A process reads it once; on a busy machine that takes longer than a browser waits."""
    vocabulary.understood("Linsen", "de")


@pytest.fixture
def look(barriers: Callable[..., list[Any]], shot: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Axe has nothing to say about the page, nothing runs off its side; a picture where asked for."""

    def look_at(page: Any, name: str) -> None:
        assert barriers(page) == [], name
        shot(page, name)

    return look_at
