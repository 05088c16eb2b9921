"""Where the clock of the demo stands, and where it can be put."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handschlag.demo.rules import conference as invented
from handschlag.events.rules.moments import moment_at


class Mark(TextChoices):
    """A moment of the invented conference."""

    TODAY = "today", _("Today, during the answering phase")
    FIXED = "fixed", _("Just after the cut-off date")
    EVE = "eve", _("The eve of the conference")
    DAY = "day", _("10:40 on the day, with three incidents waiting")
    AFTER = "after", _("90 days later: results")


def moment_of(mark: Mark) -> datetime | None:
    """None: the true time. What has passed is not come back to."""
    if mark is Mark.FIXED:
        return moment_at(invented.FIRST_DAY - timedelta(days=5), time(18, 1))
    if mark is Mark.EVE:
        return moment_at(invented.FIRST_DAY - timedelta(days=1), time(17))
    if mark is Mark.DAY:
        return moment_at(invented.FIRST_DAY, time(10, 40))
    if mark is Mark.AFTER:
        return moment_at(invented.LAST_DAY + timedelta(days=93), time(18))  # when the answers are in
    return None


def mark_now(*, now: datetime, is_true: bool) -> Mark:
    """Where the clock stands: the latest mark that has passed."""
    passed = [mark for mark in Mark if (at := moment_of(mark)) is not None and at <= now]
    return Mark.TODAY if is_true or not passed else passed[-1]
