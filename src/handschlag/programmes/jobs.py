"""What this floor does regularly: reminds editors of old facts, and reads feeds of funding calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.programmes import call_feeds, reminders

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)


@periodic("programmes.remind", every=A_MONTH, title=_("Reminder to check facts"))
def remind(run: Run) -> dict[str, Any]:
    """Once a month, editors get a letter about facts that are old; how many letters."""
    del run
    now = timezone.now()
    return {"letters": reminders.remind_editors(now=now, today=timezone.localdate(now))}


@periodic("programmes.read_call_feeds", every=A_DAY, title=_("Feeds of funding calls"))
def read_call_feeds(run: Run) -> dict[str, Any]:
    """Once a day, new entries of feeds become drafts; how many."""
    del run
    now = timezone.now()
    return {"drafts": call_feeds.read_feeds(now=now, today=timezone.localdate(now))}
