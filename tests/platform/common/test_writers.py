"""Eight processes write at the same time, and none meets an error."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from tests.platform.common.conftest import House

from handschlag.common.models import AuditEntry, Mail, Rhythm, Worker

WRITERS, ROUNDS = 8, 25


def test_eight_writers_at_once_lose_nothing(house: House) -> None:
    now = datetime.now(UTC)
    Worker.objects.create(name="shared", started_at=now, seen_at=now)
    Rhythm.objects.create(kind="shared", next_at=now)
    writers = [
        house.start("tests.platform.common.chores.writer", f"w{number}", str(ROUNDS))
        for number in range(WRITERS)
    ]
    assert [writer.wait(timeout=300) for writer in writers] == [0] * WRITERS, house.log()
    written = Counter(Mail.objects.values_list("to", flat=True))
    assert written == {f"w{number}@example.org": ROUNDS for number in range(WRITERS)}
    assert AuditEntry.objects.filter(verb="written").count() == WRITERS * ROUNDS
