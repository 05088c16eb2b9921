"""Jobs that write down what happens to them."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from handschlag.common import audit
from handschlag.common.jobs import Run, handler
from handschlag.common.models import Job


def note(book: str, word: str, run: Run) -> None:
    with Path(book).open("a") as file:
        file.write(f"{word} {run.job_id} {run.attempt}\n")


@handler("chores.walk", title="A walk", phases={"walking": "on the way"})
def walk(run: Run, book: str, steps: int, pause: float) -> dict[str, Any]:
    """Can be stopped at each step, and reports each."""
    note(book, "begins", run)
    for step in range(steps):
        run.check()
        run.progress(phase="walking", done=step, total=steps)
        time.sleep(pause)
    note(book, "ends", run)
    return {"steps": steps}


@handler("chores.sleep", title="Deaf")
def sleep(run: Run, book: str) -> None:
    """Hears nothing."""
    note(book, "begins", run)
    time.sleep(60)


@handler("chores.endless", title="Without an end", limit=timedelta(seconds=1), max_attempts=1)
def endless(run: Run, book: str) -> None:
    note(book, "begins", run)
    time.sleep(60)


@handler("chores.write", title="One effect")
def write(run: Run, book: str, pause: float) -> None:
    """Its effect and its end are one transaction; the first attempt is slow enough to be killed before it."""
    note(book, "begins", run)
    time.sleep(pause if run.attempt == 1 else 0)
    with transaction.atomic():
        job = Job.objects.get(pk=run.job_id)
        audit.record(verb="chore.effect", target=job, by_id=None, now=timezone.now())
        run.complete({"attempt": run.attempt})


@handler("chores.look", title="On the day", is_of_the_day=True)
def look(run: Run, book: str) -> None:
    note(book, "begins", run)


@handler("chores.who", title="Who does it")
def who(run: Run, book: str) -> dict[str, Any]:
    note(book, "ends", run)
    return {"process": os.getpid()}
