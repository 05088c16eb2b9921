"""One of several processes that write at the same time: `python -m ...writer <name> <rounds>`."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 - settings first
from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from handschlag.common import audit  # noqa: E402
from handschlag.common.mail.outbox import queue_mail  # noqa: E402
from handschlag.common.models import Rhythm, Worker  # noqa: E402


def main(name: str, rounds: int) -> None:
    """Each round reads, changes a row that all want, and writes new ones, in one transaction."""
    for turn in range(rounds):
        now = timezone.now()
        with transaction.atomic():
            worker = Worker.objects.get(name="shared")
            Worker.objects.filter(name="shared").update(seen_at=now)
            Rhythm.objects.filter(kind="shared").update(next_at=F("next_at"))
            queue_mail(to=f"{name}@example.org", subject=str(turn), text="x", language="de", now=now)
            audit.record(verb="written", target=worker, by_id=None, now=now)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
