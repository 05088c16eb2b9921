"""Which lines one person is told, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handschlag.following.news import Followed, NewsLine, alerts_between, told_once

pytestmark = pytest.mark.once

MONDAY = datetime(2026, 11, 30, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
OPTICS = Followed("field", "optik")
SAXONY = Followed("land", "sachsen")


def _line(at: datetime, followed: Followed = OPTICS, title: str = "Optik Sachsen") -> NewsLine:
    return NewsLine(followed=followed, at=at, title=title, url="/de/networks/optik-sachsen/")


def test_a_line_is_told_in_one_week_only() -> None:
    line = _line(MONDAY)

    weeks = [told_once([line], since=MONDAY + n * WEEK, until=MONDAY + (n + 1) * WEEK) for n in (-2, -1, 0)]

    assert [len(lines) for lines in weeks] == [0, 1, 0]


def test_what_two_followed_things_bring_is_told_once_with_both() -> None:
    lines = [_line(MONDAY), _line(MONDAY, SAXONY), _line(MONDAY, SAXONY)]

    ((_line_told, because),) = told_once(lines, since=MONDAY - WEEK, until=MONDAY)

    assert because == (OPTICS, SAXONY)


def test_the_newest_stands_first() -> None:
    lines = [_line(MONDAY - n * timedelta(days=1), title=f"{n}") for n in (3, 0, 1)]

    found = told_once(lines, since=MONDAY - WEEK, until=MONDAY)

    assert [line.title for line, _because in found] == ["0", "1", "3"]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (8, 31),  # a Tuesday: 8 days ahead
        (7, 31),  # a Monday at noon: 7 days and 6 hours ahead
        (6, 24),  # a Sunday: the next Monday would be 6 days ahead
    ],
)
def test_the_last_email_before_a_deadline_leaves_a_week_or_more_ahead(day: int, last: int) -> None:
    closes = datetime(2027, 6, day, 10, tzinfo=UTC)

    *_before, at = alerts_between(closes, since=MONDAY, until=closes)

    assert at == datetime(2027, 5, last, 4, tzinfo=UTC)  # six o'clock in summer
