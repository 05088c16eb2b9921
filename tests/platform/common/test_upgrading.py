"""Two upgrades at once: one works, the other waits for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from django.db import connections

from handschlag.common.management.commands import upgrade


def test_the_second_upgrade_begins_when_the_first_has_ended(
    transactional_db: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    begun, order = threading.Event(), []

    def second() -> None:
        begun.set()
        with upgrade._alone():
            order.append("the second is in")
        connections.close_all()

    other = threading.Thread(target=second)
    with upgrade._alone():
        other.start()
        assert begun.wait(60)
        other.join(0.3)  # long enough for whoever does not wait
        order.append("the first is done")
    other.join(60)
    assert order == ["the first is done", "the second is in"]
