"""What the tests of this floor share: how many queries something takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries_of(db: None) -> Callable[[Callable[[], object]], int]:
    """The number of queries of a call; the first call, which fills caches, is not counted."""

    def count(call: Callable[[], object]) -> int:
        call()
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count
