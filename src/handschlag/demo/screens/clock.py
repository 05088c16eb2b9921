"""Where the clock of the demo stands, and where it can be put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext

from handschlag.demo.rules import conference as invented
from handschlag.events.rules.moments import moment_at


class Mark(StrEnum):
    """A moment of the invented conference."""

    TODAY = "today"
    FIXED = "fixed"
    EVE = "eve"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class _MarkScreen:
    mark: str
    label: str
    is_current: bool


def moment_of(mark: Mark) -> datetime | None:
    """None: the true time. What has passed is not come back to."""
    if mark is Mark.FIXED:
        return moment_at(invented.FIRST_DAY - timedelta(days=5), time(18, 1))
    if mark is Mark.EVE:
        return moment_at(invented.FIRST_DAY - timedelta(days=1), time(17))
    if mark is Mark.DAY:
        return moment_at(invented.FIRST_DAY, time(10, 40))
    if mark is Mark.AFTER:
        return moment_at(invented.LAST_DAY + timedelta(days=90), time(18))
    return None


def marks(*, now: datetime, is_true: bool) -> tuple[_MarkScreen, ...]:
    """All marks; the latest one that has passed is where the clock stands."""
    passed = [mark for mark in Mark if (at := moment_of(mark)) is not None and at <= now]
    current = Mark.TODAY if is_true or not passed else passed[-1]
    labels = {
        Mark.TODAY: gettext("Today, during the answering phase"),
        Mark.FIXED: gettext("Just after the cut-off date"),
        Mark.EVE: gettext("The eve of the conference"),
        Mark.DAY: gettext("10:40 on the day, with three incidents waiting"),
        Mark.AFTER: gettext("90 days later: results"),
    }
    return tuple(
        _MarkScreen(mark=mark.value, label=labels[mark], is_current=mark is current) for mark in Mark
    )
