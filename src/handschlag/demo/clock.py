"""The clock of the demo can be put forward: to the fix date, or to the eve of the conference.

The platform reads the time in one place, Django's `timezone.now`. In a demo that is ahead by as much as
a file beside the database says, in every process. Nothing else is pretended: phases, letters and jobs see
the new time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

FILE = "clock.json"


def _file() -> Path:
    return Path(settings.DATA) / FILE


def ahead() -> timedelta:
    """How far the demo's clock is before the true one."""
    try:
        seconds = json.loads(_file().read_text("utf-8"))["seconds"]
    except (OSError, ValueError, KeyError):
        return timedelta()
    return timedelta(seconds=seconds)


def set_clock(at: datetime | None) -> None:
    """The clock shows this moment and goes on from there; None: the true time."""
    offset = timedelta() if at is None else at - timezone.now() + ahead()
    target = _file()
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps({"seconds": max(0.0, offset.total_seconds())}), "utf-8")
    draft.replace(target)


def _shifted(true_now: Callable[[], datetime]) -> datetime:
    return true_now() + ahead()


def install() -> None:
    """Once for each process of a demo."""
    if not isinstance(timezone.now, partial):
        timezone.now = partial(_shifted, timezone.now)
